// Writes label files for k-fold cross-validation: DIR/fold0-train.csv, DIR/fold0-test.csv …
//   bench-folds --data cards.csv --by random|twins --folds 5 --seed 0 --out DIR
// `random` spreads samples over the folds by class alone, `twins` keeps one source (else near-twins) in one fold.
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/learning/splits.h"
#include "core/retraining/examples.h"

using namespace sightline;

namespace {

struct Request {
    std::filesystem::path data;
    std::filesystem::path out;
    std::string by = "random";
    std::size_t folds = 5;
    std::uint64_t seed = 0;
    std::string domain = "pumpcards";
};

bool parse(int argc, char** argv, Request& request)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        const auto number = parseInteger(value);
        if (name == "--data") {
            request.data = pathFromUtf8(value);
        } else if (name == "--out") {
            request.out = pathFromUtf8(value);
        } else if (name == "--by" && (value == "random" || value == "twins")) {
            request.by = value;
        } else if (name == "--folds" && number && *number >= 2) {
            request.folds = static_cast<std::size_t>(*number);
        } else if (name == "--seed" && number) {
            request.seed = static_cast<std::uint64_t>(*number);
        } else if (name == "--domain") {
            request.domain = value;
        } else {
            return false;
        }
    }
    return argc % 2 == 1 && !request.data.empty() && !request.out.empty();
}

std::string cell(const std::string& text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + "\"";
}

int run(const Request& request)
{
    const domains::Domain* domain = domains::findDomain(request.domain);
    if (domain == nullptr) {
        std::fprintf(stderr, "no domain %s\n", request.domain.c_str());
        return 2;
    }
    retraining::GatherOptions options;
    options.domain = domain;
    options.task = domain->tasks().front().id;
    options.data = {request.data};
    options.recipe = domain->defaultRecipe(options.task);
    NoProgress quiet;
    const auto gathered = retraining::gather(options, true, quiet);
    if (!gathered) {
        std::fprintf(stderr, "%s\n", gathered.error().text().c_str());
        return 1;
    }
    std::map<std::string, std::size_t> classIndex;
    for (const std::string& id : gathered->dataset.classIds) {
        classIndex.emplace(id, classIndex.size());
    }
    std::vector<std::size_t> classes;
    std::vector<std::string> groups;
    std::map<std::string, std::size_t> groupSizes;
    for (const LabelledSample& sample : gathered->dataset.samples) {
        classes.push_back(classIndex.at(sample.classId));
        groups.push_back(sample.group);
        ++groupSizes[sample.group];
    }
    const std::vector<std::size_t> fold = request.by == "twins"
                                              ? learning::groupedFolds(classes, groups, request.folds, request.seed)
                                              : learning::stratifiedFolds(classes, request.folds, request.seed);
    std::size_t inTwins = 0;
    for (const auto& [group, size] : groupSizes) {
        inTwins += size > 1 ? size : 0;
    }
    std::error_code error;
    for (std::size_t k = 0; k < request.folds; ++k) {
        std::string train = "path,sample,label,group\n";
        std::string test = train;
        std::size_t testCount = 0;
        for (std::size_t i = 0; i < fold.size(); ++i) {
            const LabelledSample& sample = gathered->dataset.samples[i];
            const std::string line = cell(utf8(std::filesystem::absolute(pathFromUtf8(sample.path), error))) + "," +
                                     cell(sample.key.sample) + "," + cell(sample.classId) + "," +
                                     cell(sample.groupIsKnown ? sample.group : "") + "\n";
            (fold[i] == k ? test : train) += line;
            testCount += fold[i] == k ? 1 : 0;
        }
        const std::string stem = "fold" + std::to_string(k);
        for (const auto& [name, text] : {std::pair{stem + "-train.csv", train}, std::pair{stem + "-test.csv", test}}) {
            if (const auto written = writeFileAtomically(request.out / name, text); !written) {
                std::fprintf(stderr, "%s\n", written.error().text().c_str());
                return 1;
            }
        }
        std::printf("fold %zu: %zu train, %zu test\n", k, fold.size() - testCount, testCount);
    }
    std::printf("%zu samples, %zu groups, %zu samples share a group; split by %s, seed %llu\n", fold.size(),
                groupSizes.size(), inTwins, request.by.c_str(), static_cast<unsigned long long>(request.seed));
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    Request request;
    if (!parse(argc, argv, request)) {
        std::fprintf(stderr, "usage: bench-folds --data FILE --out DIR [--by random|twins] [--folds 5] [--seed 0]\n");
        return 2;
    }
    return run(request);
}
