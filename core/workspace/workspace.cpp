#include "core/workspace/workspace.h"

#include <cstring>

#include <QStandardPaths>

#include "core/workspace/opening.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

Result<std::unique_ptr<Workspace>> Workspace::open(const std::filesystem::path& file)
{
    std::error_code problem;
    const std::filesystem::path absolute = std::filesystem::absolute(file, problem).lexically_normal();
    if (problem || file.empty()) {
        return fail(ErrorCode::Invalid, "a workspace needs a file name", {utf8(file), {}, {}});
    }
    if (absolute == defaultPath()) {
        std::filesystem::create_directories(absolute.parent_path(), problem);
    }
    auto opened = openWorkspaceFile(absolute, {});
    if (!opened) {
        return failure(opened);
    }
    auto impl = std::make_unique<Impl>();
    impl->file = absolute;
    impl->connection = std::move(opened->connection);
    impl->readOnly = opened->readOnly;
    impl->notice = std::move(opened->notice);
    return std::unique_ptr<Workspace>(new Workspace(std::move(impl)));
}

std::filesystem::path Workspace::defaultPath()
{
    // Not Qt's per-program folder: the window, the command line and the tests' programs share one workspace.
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return (pathFromUtf8(folder.toStdString()) / "sightline" / "default.sightline").lexically_normal();
}

bool Workspace::looksLikeWorkspace(const std::filesystem::path& file)
{
    constexpr std::size_t idOffset = 68;
    constexpr std::string_view magic("SQLite format 3\0", 16);
    const auto head = readFileHead(file, idOffset + 4);
    if (!head || head->size() < idOffset + 4 || !head->starts_with(magic)) {
        return false;
    }
    int id = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        id = id << 8 | static_cast<unsigned char>((*head)[idOffset + i]);
    }
    return id == applicationId;
}

Workspace::Workspace(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Workspace::~Workspace() = default;

const std::filesystem::path& Workspace::path() const
{
    return m_impl->file;
}

std::filesystem::path Workspace::dataFolder() const
{
    return dataFolderOf(m_impl->file);
}

std::filesystem::path Workspace::modelsFolder() const
{
    return dataFolder() / "models";
}

Result<void> Workspace::together(const std::function<Result<void>()>& changes)
{
    return m_impl->change([&] {
        m_impl->inside = true;
        Result<void> done = changes();
        m_impl->inside = false;
        return done;
    });
}

bool Workspace::readOnly() const
{
    return m_impl->readOnly;
}

const std::string& Workspace::notice() const
{
    return m_impl->notice;
}

}  // namespace sightline::workspace
