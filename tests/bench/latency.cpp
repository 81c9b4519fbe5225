// How long one sample takes from file to verdict after start-up: open, cut, draw, judge; the median over many.
//   bench-latency FILE [MODEL] [REPEATS]
// Only what the window does per file is timed; loading torch and the model is start-up and printed apart.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/diagnosis/diagnosis.h"

using namespace sightline;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void print(const char* name, std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) { return values[static_cast<std::size_t>(share * (values.size() - 1))]; };
    std::printf("%-8s median %7.2f ms   5 %% %7.2f   95 %% %7.2f   n %zu\n", name, at(0.5), at(0.05), at(0.95),
                values.size());
}

int complain(const Error& error)
{
    std::fprintf(stderr, "%s\n", error.text().c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench-latency FILE [MODEL] [REPEATS]\n");
        return 2;
    }
    const std::filesystem::path file = pathFromUtf8(argv[1]);
    const std::optional<std::filesystem::path> modelFile =
        argc > 2 ? std::optional(pathFromUtf8(argv[2])) : std::nullopt;
    const long long repeats = argc > 3 ? std::max(1LL, parseInteger(argv[3]).value_or(200)) : 200;
    NoProgress quiet;

    const Clock::time_point startUp = Clock::now();
    const auto engine = learning::loadEngine();
    if (!engine) {
        return complain(engine.error());
    }
    const learning::DeviceStatus status = (*engine)->chooseDevice(learning::DeviceChoice::Auto);
    const auto first = diagnosis::openRecording(domains::allDomains(), file, {}, {}, quiet);
    if (!first) {
        return complain(first.error());
    }
    const auto chosen = diagnosis::chooseModel(modelFile, nullptr, *first->domain, first->domain->tasks().front().id);
    if (!chosen) {
        return complain(chosen.error());
    }
    const auto classifier = (*engine)->open(chosen->model);
    if (!classifier) {
        return complain(classifier.error());
    }
    std::printf("%s, %s, start-up %.0f ms\n", (*engine)->version().c_str(), status.description.c_str(), since(startUp));

    std::vector<double> opening;
    std::vector<double> drawing;
    std::vector<double> judging;
    std::vector<double> whole;
    for (long long i = 0; i < repeats; ++i) {
        const Clock::time_point start = Clock::now();
        const auto opened = diagnosis::openRecording(domains::allDomains(), file, {}, {}, quiet);
        if (!opened) {
            return complain(opened.error());
        }
        const double openedAt = since(start);
        const std::size_t sample = static_cast<std::size_t>(i) % opened->samples.size();
        const std::vector<diagnosis::Drawn> drawn = {diagnosis::draw(*opened, sample, (*classifier)->info().recipe)};
        const double drawnAt = since(start);
        if (const auto verdict = diagnosis::judgeDrawn(*opened, drawn, **classifier); !verdict) {
            return complain(verdict.error());
        }
        whole.push_back(since(start));
        opening.push_back(openedAt);
        drawing.push_back(drawnAt - openedAt);
        judging.push_back(whole.back() - drawnAt);
    }
    print("open", opening);
    print("draw", drawing);
    print("judge", judging);
    print("all", whole);
    return 0;
}
