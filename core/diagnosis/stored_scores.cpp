#include "core/diagnosis/stored_scores.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/log.h"

namespace sightline::diagnosis {

namespace {

/// Changes whenever the numbers written, or the way they are computed, change.
constexpr std::string_view mark = "SIGHTLINE SCORES 1\n";

class Writer {
public:
    explicit Writer(std::string& out) : m_out(out) {}
    void number(std::uint64_t value, int bytes = 8)
    {
        for (int i = 0; i < bytes; ++i) {
            m_out += static_cast<char>(value >> (8 * i) & 0xFF);
        }
    }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
    void reals(const std::vector<float>& values)
    {
        for (const float value : values) {
            number(std::bit_cast<std::uint32_t>(value), 4);
        }
    }

private:
    std::string& m_out;
};

/// Reading beyond the end gives zeros and is remembered.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}
    [[nodiscard]] bool atEnd() const { return m_sound && m_left.empty(); }
    [[nodiscard]] std::size_t left() const { return m_left.size(); }
    std::uint64_t number(int bytes = 8)
    {
        if (m_left.size() < static_cast<std::size_t>(bytes)) {
            m_sound = false;
            m_left = {};
            return 0;
        }
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(m_left[static_cast<std::size_t>(i)])} << (8 * i);
        }
        m_left.remove_prefix(static_cast<std::size_t>(bytes));
        return value;
    }
    double real()
    {
        const auto value = std::bit_cast<double>(number());
        m_sound = m_sound && std::isfinite(value);
        return value;
    }
    /// At most as many as there are bytes for, whatever a broken file says.
    std::vector<float> reals(std::size_t count)
    {
        if (count > m_left.size() / 4) {
            m_sound = false;
            return {};
        }
        std::vector<float> values(count);
        for (float& value : values) {
            value = std::bit_cast<float>(static_cast<std::uint32_t>(number(4)));
            m_sound = m_sound && std::isfinite(value);
        }
        return values;
    }

private:
    std::string_view m_left;
    bool m_sound = true;
};

}  // namespace

std::string scoresFileName(const OpenedRecording& opened, const learning::ModelInfo& model)
{
    Sha256 hash;
    hash.add(mark);
    hash.add(std::uint64_t{opened.samples.size()});
    if (!opened.samples.empty()) {
        hash.add(opened.samples.front().contentHash);
        hash.add(opened.samples[opened.samples.size() - 1].contentHash);
    }
    hash.add(model.id + "\n" + model.recipe.fingerprint() + "\n" + model.combination);
    return hash.hex().substr(0, 32) + ".scores";
}

std::string bytesOf(const ScoreTracks& scores)
{
    std::string out(mark);
    Writer writer(out);
    writer.real(scores.milliseconds);
    writer.real(scores.seconds);
    writer.number(scores.tracks.size());
    for (std::size_t t = 0; t < scores.tracks.size(); ++t) {
        const learning::ScoreTrack& track = scores.tracks[t];
        writer.number(scores.firstWindow[t]);
        writer.real(track.firstSeconds);
        writer.real(track.hopSeconds);
        writer.number(track.logits.size());
        writer.reals(track.logits);
        writer.reals(scores.shares[t]);
    }
    return out;
}

Result<ScoreTracks> scoresFrom(std::string_view bytes, const OpenedRecording& opened, const learning::ModelInfo& model)
{
    const auto corrupt = fail(ErrorCode::Corrupt, "these are no stored scores of this recording");
    if (!bytes.starts_with(mark)) {
        return corrupt;
    }
    Reader reader(bytes.substr(mark.size()));
    ScoreTracks scores;
    scores.milliseconds = reader.real();
    scores.seconds = reader.real();
    const std::uint64_t tracks = reader.number();
    std::size_t windows = 0;
    for (std::uint64_t t = 0; t < tracks && reader.left() > 0; ++t) {
        scores.firstWindow.push_back(reader.number());
        learning::ScoreTrack& track = scores.tracks.emplace_back();
        track.firstSeconds = reader.real();
        track.hopSeconds = reader.real();
        const std::uint64_t steps = reader.number();
        if (scores.firstWindow.back() != windows || steps > opened.samples.size() - windows) {
            return corrupt;
        }
        track.logits = reader.reals(steps);
        scores.shares.push_back(reader.reals(steps * model.classIds.size()));
        windows += steps;
    }
    if (!reader.atEnd() || scores.tracks.size() != tracks || windows != opened.samples.size()) {
        return corrupt;
    }
    return scores;
}

Result<ScoreTracks> scanOnce(const OpenedRecording& opened, learning::Classifier& classifier, jobs::Lane& io,
                             const std::filesystem::path& folder, Progress& progress)
{
    const std::filesystem::path file = folder / scoresFileName(opened, classifier.info());
    if (!folder.empty()) {
        const Result<std::string> bytes = readFile(file);
        if (bytes) {
            if (Result<ScoreTracks> kept = scoresFrom(*bytes, opened, classifier.info())) {
                return kept;
            }
        }
    }
    Result<ScoreTracks> scores = scan(opened, classifier, io, progress);
    if (scores && scores->rejected.empty() && !folder.empty()) {
        if (const Result<void> written = writeFileAtomically(file, bytesOf(*scores)); !written) {
            log(LogLevel::Warning, "scores are not kept: " + written.error().text());
        }
    }
    return scores;
}

}  // namespace sightline::diagnosis
