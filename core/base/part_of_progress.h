// One leg of a longer way: its 0…1 becomes begin…end of the whole.
#pragma once

#include "core/base/progress.h"

namespace sightline {

class PartOfProgress final : public Progress {
public:
    PartOfProgress(Progress& whole, double begin, double end) : m_whole(whole), m_begin(begin), m_end(end) {}

    [[nodiscard]] bool cancelled() const override { return m_whole.cancelled(); }
    void report(double fraction, std::string_view stage) override
    {
        m_whole.report(fraction < 0 ? m_begin : m_begin + fraction * (m_end - m_begin), stage);
    }

private:
    Progress& m_whole;
    double m_begin;
    double m_end;
};

/// For what must be finished after somebody asked to stop: saving and judging what there is.
class Unstoppable final : public Progress {
public:
    explicit Unstoppable(Progress& whole) : m_whole(whole) {}

    [[nodiscard]] bool cancelled() const override { return false; }
    void report(double fraction, std::string_view stage) override { m_whole.report(fraction, stage); }

private:
    Progress& m_whole;
};

}  // namespace sightline
