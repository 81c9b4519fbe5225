#include "ui/export_files.h"

#include <QBuffer>
#include <QImage>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/text.h"

namespace sightline::ui {

namespace {

std::string csvCell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

std::string line(const SampleRow& row)
{
    std::vector<std::string> cells;
    const LabelRecord* label = row.label ? &*row.label : nullptr;
    cells.push_back(utf8(row.recording->recording->info().path));
    cells.push_back(row.key().sample);
    cells.push_back(label != nullptr && label->label.certainty == Certainty::Sure ? label->label.classId : "");
    cells.push_back(row.sample().group);
    cells.emplace_back(label != nullptr ? toString(label->label.certainty) : "");
    cells.emplace_back(label != nullptr ? toString(label->action) : "");
    cells.push_back(label != nullptr ? label->reviewer : "");
    cells.push_back(label != nullptr && label->atMicroseconds > 0 ? utcText(label->atMicroseconds) : "");
    cells.push_back(label != nullptr ? label->comment : "");
    const bool judged = row.verdict && !row.verdict->rejected;
    cells.push_back(judged ? row.verdict->bestClass() : "");
    cells.push_back(judged ? formatFixed(row.verdict->bestProbability(), 4) : "");
    cells.push_back(judged ? row.verdict->secondClass() : "");
    cells.push_back(judged ? formatFixed(row.verdict->secondProbability(), 4) : "");
    cells.emplace_back(row.verdict ? (row.verdict->rejected    ? "rejected"
                                      : row.verdict->abstained ? "abstained"
                                                               : "answered")
                                   : "");
    cells.push_back(row.verdict ? row.verdict->reason : "");
    cells.push_back(row.verdict ? row.verdict->modelId : "");
    cells.emplace_back(row.queued ? "1" : "0");
    for (std::string& cell : cells) {
        cell = csvCell(cell);
    }
    return join(cells, ",");
}

}  // namespace

Result<void> exportCsv(const SampleTable& table, const std::filesystem::path& file)
{
    std::string text =
        "path,sample,label,group,certainty,action,reviewer,labelled_utc,comment,verdict,probability,second,"
        "second_probability,answer,reason,model,queued\n";
    for (int row = 0; row < table.sampleCount(); ++row) {
        text += line(table.sampleAt(row)) + '\n';
    }
    return writeFileAtomically(file, text);
}

Result<void> exportPng(const QImage& image, const std::filesystem::path& file)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) {
        return fail(ErrorCode::Invalid, "there is no picture to save", {utf8(file), {}, {}});
    }
    return writeFileAtomically(file, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace sightline::ui
