// What people decided once: answers to readers' questions, classes of their own, settings.
#include "core/base/ids.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

Result<void> Workspace::rememberAnswers(const std::string& layout, const Answers& answers)
{
    return m_impl->change([&]() -> Result<void> {
        Statement upsert(m_impl->db(),
                         "INSERT INTO remembered_answers (layout, answers, at_us) VALUES (?, ?, ?) ON CONFLICT "
                         "(layout) DO UPDATE SET answers = excluded.answers, at_us = excluded.at_us");
        return upsert.run(layout, jsonOf(answers), nowMicroseconds());
    });
}

Result<Answers> Workspace::rememberedAnswers(const std::string& layout)
{
    Statement find(m_impl->db(), "SELECT answers FROM remembered_answers WHERE layout = ?");
    if (auto done = find.run(layout); !done) {
        return failure(done);
    }
    if (find.next()) {
        return answersFrom(find.text(0));
    }
    if (auto problem = find.problem(); !problem) {
        return failure(problem);
    }
    return Answers{};
}

Result<void> Workspace::addClass(const std::string& domain, const std::string& task, const SignalClass& signalClass)
{
    if (signalClass.id.empty()) {
        return fail(ErrorCode::Invalid, "a class needs an id", m_impl->where());
    }
    return m_impl->change([&]() -> Result<void> {
        Statement upsert(m_impl->db(),
                         "INSERT INTO added_classes (domain, task, class_id, name, colour, meaning, action, aliases, "
                         "doubtful_alias, caution, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                         "(domain, task, class_id) DO UPDATE SET name = excluded.name, colour = excluded.colour, "
                         "meaning = excluded.meaning, action = excluded.action, aliases = excluded.aliases, "
                         "doubtful_alias = excluded.doubtful_alias, caution = excluded.caution, at_us = "
                         "excluded.at_us");
        return upsert.run(domain, task, signalClass.id, signalClass.name, signalClass.colour, signalClass.meaning,
                          signalClass.action, jsonOf(signalClass.aliases), signalClass.doubtfulAlias,
                          signalClass.caution, nowMicroseconds());
    });
}

Result<std::vector<SignalClass>> Workspace::addedClasses(const std::string& domain, const std::string& task)
{
    Statement select(m_impl->db(),
                     "SELECT class_id, name, colour, meaning, action, aliases, doubtful_alias, caution FROM "
                     "added_classes WHERE domain = ? AND task = ? ORDER BY class_key");
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    std::vector<SignalClass> classes;
    auto done = select.forEach([&] {
        classes.push_back({select.text(0), select.text(1), static_cast<std::uint32_t>(select.integer(2)),
                           select.text(3), select.text(4), textsFrom(select.text(5)), select.text(6), select.text(7)});
    });
    if (!done) {
        return failure(done);
    }
    return classes;
}

Result<void> Workspace::setSetting(const std::string& name, const std::string& value)
{
    return m_impl->change([&]() -> Result<void> {
        Statement upsert(m_impl->db(),
                         "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "
                         "excluded.value");
        return upsert.run(name, value);
    });
}

Result<std::optional<std::string>> Workspace::setting(const std::string& name)
{
    Statement find(m_impl->db(), "SELECT value FROM settings WHERE name = ?");
    if (auto done = find.run(name); !done) {
        return failure(done);
    }
    if (find.next()) {
        return find.text(0);
    }
    if (auto problem = find.problem(); !problem) {
        return failure(problem);
    }
    return std::nullopt;
}

}  // namespace sightline::workspace
