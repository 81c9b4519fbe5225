// An NVIDIA driver that says what a test wants it to. The environment variable SIGHTLINE_FAKE_DRIVER holds lines:
// the answer of cuInit, the CUDA version, then for each card its name, bytes of memory and capability (90 is 9.0); a
// capability of 0: the driver does not answer for this card.
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int success = 0;
constexpr int errorInvalidDevice = 101;

struct Card {
    std::string name;
    std::size_t memory = 0;
    int capability = 0;
};

struct Script {
    int init = success;
    int version = 0;
    std::vector<Card> cards;
};

Script script()
{
    const char* const text = std::getenv("SIGHTLINE_FAKE_DRIVER");
    std::istringstream lines(text != nullptr ? text : "");
    Script result;
    lines >> result.init >> result.version >> std::ws;
    Card card;
    while (std::getline(lines, card.name) && lines >> card.memory >> card.capability >> std::ws) {
        result.cards.push_back(card);
    }
    return result;
}

}  // namespace

#define DRIVER_FUNCTION extern "C" __attribute__((visibility("default")))

DRIVER_FUNCTION int cuInit(unsigned /*flags*/)
{
    return script().init;
}

DRIVER_FUNCTION int cuDriverGetVersion(int* version)
{
    *version = script().version;
    return success;
}

DRIVER_FUNCTION int cuDeviceGetCount(int* count)
{
    *count = static_cast<int>(script().cards.size());
    return success;
}

DRIVER_FUNCTION int cuDeviceGet(int* device, int index)
{
    *device = 100 + index;  // a handle is no index
    return script().cards.at(static_cast<std::size_t>(index)).capability == 0 ? errorInvalidDevice : success;
}

DRIVER_FUNCTION int cuDeviceGetName(char* name, int length, int device)
{
    const std::string own = script().cards.at(static_cast<std::size_t>(device - 100)).name;
    const std::size_t kept = std::min(own.size(), static_cast<std::size_t>(length) - 1);
    std::memcpy(name, own.data(), kept);
    name[kept] = '\0';
    return success;
}

DRIVER_FUNCTION int cuDeviceTotalMem_v2(std::size_t* bytes, int device)
{
    *bytes = script().cards.at(static_cast<std::size_t>(device - 100)).memory;
    return success;
}

DRIVER_FUNCTION int cuDeviceGetAttribute(int* value, int attribute, int device)
{
    const int capability = script().cards.at(static_cast<std::size_t>(device - 100)).capability;
    *value = attribute == 75 ? capability / 10 : capability % 10;
    return success;
}
