// Instructions: Python's Lib/pickletools.py, protocol 2. Values live in one list and refer to each other by number, so
// that neither a deep nor a circular pickle can exhaust the stack or leak.
#include "core/learning/pickle_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

namespace sightline::learning {
namespace {

constexpr std::size_t mostValues = 400'000;
constexpr std::size_t mostArguments = 16;
constexpr std::size_t mostMarks = 1000;
constexpr std::size_t mostNameBytes = 256;
constexpr std::uint32_t mostMemo = 1'000'000;
constexpr int mostDepth = 32;
constexpr std::size_t mostDimensions = 16;

enum class Kind { None, Bool, Integer, Real, Text, Tuple, List, Dictionary, Global, Storage, Tensor };

/// A value of the machine. Which fields count depends on the kind.
struct Value {
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    std::string text = {};                  ///< of a text, a global ("collections.OrderedDict")
    std::vector<std::uint32_t> items = {};  ///< of a tuple and list; keys and values in turn of a dictionary
    int depth = 0;
    std::optional<PickledTensor> tensor = std::nullopt;  ///< also of a storage, which is a tensor without a shape
};

/// Thrown and caught within this file only.
struct Problem {
    std::string text;
};

constexpr std::array<std::string_view, 3> callables = {"collections.OrderedDict", "torch._utils._rebuild_tensor_v2",
                                                       "torch._utils._rebuild_parameter"};

bool isStorageType(std::string_view name)
{
    return name.starts_with("torch.") && name.ends_with("Storage") && std::count(name.begin(), name.end(), '.') == 1 &&
           name.size() < 32;
}

/// a + b * c for sizes, or nothing where it would not fit.
std::optional<std::int64_t> plusProduct(std::int64_t a, std::int64_t b, std::int64_t c)
{
    constexpr std::int64_t limit = std::int64_t{1} << 60;
    if (b != 0 && c > (limit - a) / b) {
        return std::nullopt;
    }
    return a + b * c;
}

class Machine {
public:
    explicit Machine(std::string_view bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::uint64_t at() const { return m_instruction; }

    /// Runs to the end and returns the tensors of the one value left.
    std::map<std::string, PickledTensor> run()
    {
        if (byte() != 0x80 || byte() != 2) {
            throw Problem{"does not begin as a pickle of protocol 2 does; save it with torch.save's default"};
        }
        while (!m_done) {
            m_instruction = m_at;
            step(byte());
        }
        if (m_at != m_bytes.size()) {
            throw Problem{"goes on behind its end"};
        }
        return tensorsOf(pop());
    }

private:
    void step(unsigned char code)
    {
        switch (code) {
            case 'N': push({}); break;
            case 0x88: push({.kind = Kind::Bool, .integer = 1}); break;
            case 0x89: push({.kind = Kind::Bool}); break;
            case 'K': push({.kind = Kind::Integer, .integer = static_cast<std::int64_t>(number(1))}); break;
            case 'M': push({.kind = Kind::Integer, .integer = static_cast<std::int64_t>(number(2))}); break;
            case 'J':
                push({.kind = Kind::Integer,
                      .integer = static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4)))});
                break;
            case 0x8a: pushLong(); break;
            case 'G':
                take(8);
                push({.kind = Kind::Real});
                break;
            case 'X': push({.kind = Kind::Text, .text = std::string(take(number(4)))}); break;
            case ')': push({.kind = Kind::Tuple}); break;
            case ']': push({.kind = Kind::List}); break;
            case '}': push({.kind = Kind::Dictionary}); break;
            case '(': mark(); break;
            case 't': pushTuple(popToMark()); break;
            case 0x85: pushTuple(popSome(1)); break;
            case 0x86: pushTuple(popSome(2)); break;
            case 0x87: pushTuple(popSome(3)); break;
            case 'a': extend(Kind::List, popSome(1)); break;
            case 'e': extend(Kind::List, popToMark()); break;
            case 's': extend(Kind::Dictionary, popSome(2)); break;
            case 'u': extend(Kind::Dictionary, popToMark()); break;
            case 'q': remember(static_cast<std::uint32_t>(number(1))); break;
            case 'r': remember(static_cast<std::uint32_t>(number(4))); break;
            case 'h': recall(static_cast<std::uint32_t>(number(1))); break;
            case 'j': recall(static_cast<std::uint32_t>(number(4))); break;
            case 'c': pushGlobal(); break;
            case 'Q': pushStorage(pop()); break;
            case 'R': call(); break;
            case 'b': build(); break;
            case '.': m_done = true; break;
            default: throw Problem{"has the unknown instruction " + std::to_string(code)};
        }
    }

    std::string_view take(std::uint64_t count)
    {
        if (count > m_bytes.size() - m_at) {
            throw Problem{"is cut short"};
        }
        const std::string_view taken = m_bytes.substr(m_at, count);
        m_at += count;
        return taken;
    }

    unsigned char byte() { return static_cast<unsigned char>(take(1).front()); }

    std::uint64_t number(int bytes)
    {
        const std::string_view taken = take(static_cast<std::uint64_t>(bytes));
        std::uint64_t value = 0;
        for (int i = bytes - 1; i >= 0; --i) {
            value = value << 8 | static_cast<unsigned char>(taken[static_cast<std::size_t>(i)]);
        }
        return value;
    }

    void push(Value value)
    {
        if (m_values.size() >= mostValues || m_stack.size() >= mostValues) {
            throw Problem{"holds more values than any network has tensors"};
        }
        m_stack.push_back(static_cast<std::uint32_t>(m_values.size()));
        m_values.push_back(std::move(value));
    }

    std::uint32_t pop()
    {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) {
            throw Problem{"takes a value that is not there"};
        }
        const std::uint32_t top = m_stack.back();
        m_stack.pop_back();
        return top;
    }

    std::vector<std::uint32_t> popSome(std::size_t count)
    {
        std::vector<std::uint32_t> items(count);
        for (std::size_t i = count; i > 0; --i) {
            items[i - 1] = pop();
        }
        return items;
    }

    std::vector<std::uint32_t> popToMark()
    {
        if (m_marks.empty()) {
            throw Problem{"takes values down to a mark that is not there"};
        }
        const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        m_marks.pop_back();
        std::vector<std::uint32_t> items(first, m_stack.end());
        m_stack.erase(first, m_stack.end());
        return items;
    }

    void mark()
    {
        if (m_marks.size() >= mostMarks) {
            throw Problem{"is nested too deeply"};
        }
        m_marks.push_back(m_stack.size());
    }

    void pushLong()
    {
        const std::uint64_t bytes = number(1);
        if (bytes > 8) {
            throw Problem{"has a number beyond 64 bits"};
        }
        std::uint64_t value = number(static_cast<int>(bytes));
        if (bytes > 0 && bytes < 8 && (value >> (8 * bytes - 1)) != 0) {
            value |= ~std::uint64_t{0} << (8 * bytes);  // negative
        }
        push({.kind = Kind::Integer, .integer = static_cast<std::int64_t>(value)});
    }

    void nest(Value& outer, const std::vector<std::uint32_t>& items)
    {
        for (const std::uint32_t item : items) {
            outer.depth = std::max(outer.depth, m_values[item].depth + 1);
        }
        if (outer.depth > mostDepth) {
            throw Problem{"is nested too deeply"};
        }
        m_itemCount += items.size();
        if (m_itemCount > mostValues) {
            throw Problem{"holds more values than any network has tensors"};
        }
        outer.items.insert(outer.items.end(), items.begin(), items.end());
    }

    void pushTuple(const std::vector<std::uint32_t>& items)
    {
        Value tuple{.kind = Kind::Tuple};
        nest(tuple, items);
        push(std::move(tuple));
    }

    void extend(Kind kind, const std::vector<std::uint32_t>& items)
    {
        Value& target = m_values[top()];
        if (target.kind != kind || (kind == Kind::Dictionary && items.size() % 2 != 0)) {
            throw Problem{"adds to something that takes nothing"};
        }
        nest(target, items);
    }

    std::uint32_t top()
    {
        const std::uint32_t value = pop();
        m_stack.push_back(value);
        return value;
    }

    void remember(std::uint32_t place)
    {
        if (place > mostMemo) {
            throw Problem{"remembers a value at an impossible place"};
        }
        m_memo[place] = top();
    }

    void recall(std::uint32_t place)
    {
        const auto found = m_memo.find(place);
        if (found == m_memo.end()) {
            throw Problem{"recalls a value that it never remembered"};
        }
        if (m_stack.size() >= mostValues) {
            throw Problem{"holds more values than any network has tensors"};
        }
        m_stack.push_back(found->second);
    }

    std::string line()
    {
        const std::size_t end = m_bytes.find('\n', m_at);
        if (end == std::string_view::npos || end - m_at > mostNameBytes) {
            throw Problem{"has a name without an end"};
        }
        std::string text(take(end - m_at));
        take(1);
        return text;
    }

    void pushGlobal()
    {
        std::string name = line();
        name += "." + line();
        if (!isStorageType(name) && std::find(callables.begin(), callables.end(), name) == callables.end()) {
            throw Problem{"asks for \"" + name +
                          "\": only tensors are read, nothing that could run. Save the state_dict() alone"};
        }
        push({.kind = Kind::Global, .text = std::move(name)});
    }

    const Value& item(const Value& list, std::size_t index, Kind kind, const char* what) const
    {
        if (index >= list.items.size() || m_values[list.items[index]].kind != kind) {
            throw Problem{std::string("describes a tensor without a usable ") + what};
        }
        return m_values[list.items[index]];
    }

    std::int64_t size(const Value& list, std::size_t index, const char* what) const
    {
        const std::int64_t value = item(list, index, Kind::Integer, what).integer;
        if (value < 0) {
            throw Problem{std::string("describes a tensor with a negative ") + what};
        }
        return value;
    }

    /// ("storage", type, key, device, number of elements)
    void pushStorage(std::uint32_t id)
    {
        const Value& tuple = m_values[id];
        if (tuple.kind != Kind::Tuple || tuple.items.size() != 5 ||
            item(tuple, 0, Kind::Text, "storage").text != "storage") {
            throw Problem{"refers to something outside that is no storage"};
        }
        const std::string& type = item(tuple, 1, Kind::Global, "storage type").text;
        if (!isStorageType(type)) {
            throw Problem{"describes a tensor without a usable storage type"};
        }
        PickledTensor storage;
        storage.storageType = type.substr(type.find('.') + 1);
        storage.storage = item(tuple, 2, Kind::Text, "storage key").text;
        storage.storageElements = size(tuple, 4, "storage size");
        push({.kind = Kind::Storage, .tensor = std::move(storage)});
    }

    std::vector<std::int64_t> sizes(const Value& list, const char* what) const
    {
        if (list.items.size() > mostDimensions) {
            throw Problem{"describes a tensor of too many dimensions"};
        }
        std::vector<std::int64_t> result;
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            result.push_back(size(list, i, what));
        }
        return result;
    }

    /// (storage, offset, shape, strides, needs gradient, hooks)
    void pushTensor(const Value& arguments)
    {
        PickledTensor tensor = *item(arguments, 0, Kind::Storage, "storage").tensor;
        tensor.offset = size(arguments, 1, "offset");
        tensor.shape = sizes(item(arguments, 2, Kind::Tuple, "shape"), "shape");
        tensor.strides = sizes(item(arguments, 3, Kind::Tuple, "strides"), "stride");
        if (tensor.shape.size() != tensor.strides.size()) {
            throw Problem{"describes a tensor with more or fewer strides than dimensions"};
        }
        std::optional<std::int64_t> last = tensor.offset;
        std::optional<std::int64_t> count = 1;
        for (std::size_t i = 0; i < tensor.shape.size() && last && count; ++i) {
            count = plusProduct(0, *count, tensor.shape[i]);
            last = plusProduct(*last, std::max<std::int64_t>(tensor.shape[i] - 1, 0), tensor.strides[i]);
        }
        const bool empty = count && *count == 0;
        if (!last || !count || *count > tensor.storageElements || (!empty && *last >= tensor.storageElements)) {
            throw Problem{"describes a tensor that reaches beyond its storage"};
        }
        push({.kind = Kind::Tensor, .tensor = std::move(tensor)});
    }

    void call()
    {
        const std::uint32_t argumentsId = pop();
        const std::uint32_t functionId = pop();
        if (m_values[argumentsId].kind != Kind::Tuple || m_values[argumentsId].items.size() > mostArguments ||
            m_values[functionId].kind != Kind::Global) {
            throw Problem{"calls something that is no function"};
        }
        const Value arguments = m_values[argumentsId];
        const Value function = m_values[functionId];
        if (function.text == callables[0] && arguments.items.empty()) {
            push({.kind = Kind::Dictionary});
        } else if (function.text == callables[1]) {
            pushTensor(arguments);
        } else if (function.text == callables[2]) {
            push(item(arguments, 0, Kind::Tensor, "value"));
        } else {
            throw Problem{"calls \"" + function.text + "\" in an unknown way"};
        }
    }

    /// State of a dictionary or parameter (versions of its modules, say): nothing weights need.
    void build()
    {
        pop();
        const Kind kind = m_values[top()].kind;
        if (kind != Kind::Dictionary && kind != Kind::Tensor) {
            throw Problem{"sets up something that is neither a dictionary nor a tensor"};
        }
    }

    /// The value of a key that is there once, or nothing.
    [[nodiscard]] const Value* entry(const Value& dictionary, std::string_view key) const
    {
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
            const Value& name = m_values[dictionary.items[i]];
            if (name.kind == Kind::Text && name.text == key) {
                return &m_values[dictionary.items[i + 1]];
            }
        }
        return nullptr;
    }

    std::map<std::string, PickledTensor> tensorsOf(std::uint32_t id)
    {
        const Value* dictionary = &m_values[id];
        if (dictionary->kind != Kind::Dictionary) {
            throw Problem{"holds no dictionary of tensors"};
        }
        for (const char* key : {"state_dict", "model_state_dict", "model"}) {
            const Value* const inner = entry(*dictionary, key);
            if (inner != nullptr && inner->kind == Kind::Dictionary) {
                dictionary = inner;
                break;
            }
        }
        std::map<std::string, PickledTensor> tensors;
        for (std::size_t i = 0; i + 1 < dictionary->items.size(); i += 2) {
            const Value& name = m_values[dictionary->items[i]];
            const Value& value = m_values[dictionary->items[i + 1]];
            if (name.kind != Kind::Text) {
                throw Problem{"holds a tensor whose name is no text"};
            }
            if (value.kind != Kind::Tensor) {
                throw Problem{"holds \"" + name.text + "\", which is no tensor"};
            }
            if (!tensors.emplace(name.text, *value.tensor).second) {
                throw Problem{"names \"" + name.text + "\" twice"};
            }
        }
        if (tensors.empty()) {
            throw Problem{"holds no tensors"};
        }
        return tensors;
    }

    std::string_view m_bytes;
    std::uint64_t m_at = 0;
    std::uint64_t m_instruction = 0;
    bool m_done = false;
    std::vector<Value> m_values;
    std::vector<std::uint32_t> m_stack;
    std::vector<std::size_t> m_marks;  ///< heights of the stack
    std::unordered_map<std::uint32_t, std::uint32_t> m_memo;
    std::size_t m_itemCount = 0;
};

}  // namespace

Result<std::map<std::string, PickledTensor>> readPickledTensors(std::string_view pickle, const std::string& file,
                                                                std::uint64_t firstByte)
{
    Machine machine(pickle);
    try {
        return machine.run();
    } catch (const Problem& problem) {
        return fail(ErrorCode::Corrupt, "the list of tensors " + problem.text,
                    {file, {}, static_cast<std::int64_t>(firstByte + machine.at())});
    }
}

}  // namespace sightline::learning
