#include <cmath>

#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

Colours lightColours()
{
    Colours c;
    c.window = QRgb{0xf3f5f7U};
    c.surface = QRgb{0xffffffU};
    c.sunken = QRgb{0xeef1f4U};
    c.hover = QRgb{0xedf1f4U};
    c.border = QRgb{0xdde2e7U};
    c.control = QRgb{0xc2cad2U};
    c.text = QRgb{0x16202aU};
    c.textMuted = QRgb{0x55626fU};
    c.textDisabled = QRgb{0x98a3aeU};
    c.accent = QRgb{0x0b6a8cU};
    c.accentHover = QRgb{0x08546fU};
    c.accentSoft = QRgb{0xdcedf4U};
    c.onAccent = QRgb{0xffffffU};
    c.info = QRgb{0x1b5fa6U};
    c.infoSoft = QRgb{0xe5eff9U};
    c.success = QRgb{0x19733fU};
    c.successSoft = QRgb{0xe1f3e8U};
    c.warning = QRgb{0x845200U};
    c.warningSoft = QRgb{0xfcf1daU};
    c.danger = QRgb{0xb0271fU};
    c.dangerSoft = QRgb{0xfce9e7U};
    c.plot = QRgb{0xffffffU};
    c.grid = QRgb{0xe8ecf0U};
    c.axis = QRgb{0x55626fU};
    c.cursor = QRgb{0xc2185bU};
    c.series = {0x0072b2U, 0xd55e00U, 0x00866aU, 0xb3568cU, 0xb37a00U, 0x3f9bd0U, 0x5b6670U, 0x6a51a3U};
    return c;
}

Colours darkColours()
{
    Colours c;
    c.dark = true;
    c.window = QRgb{0x10151aU};
    c.surface = QRgb{0x171e25U};
    c.sunken = QRgb{0x0c1115U};
    c.hover = QRgb{0x202a33U};
    c.border = QRgb{0x29333dU};
    c.control = QRgb{0x414e5bU};
    c.text = QRgb{0xe7ecf1U};
    c.textMuted = QRgb{0x9daab7U};
    c.textDisabled = QRgb{0x5f6b77U};
    c.accent = QRgb{0x4fb7daU};
    c.accentHover = QRgb{0x78cbe7U};
    c.accentSoft = QRgb{0x173a4bU};
    c.onAccent = QRgb{0x06202bU};
    c.info = QRgb{0x80b8f2U};
    c.infoSoft = QRgb{0x15283cU};
    c.success = QRgb{0x6fcd93U};
    c.successSoft = QRgb{0x13301fU};
    c.warning = QRgb{0xebb95eU};
    c.warningSoft = QRgb{0x352812U};
    c.danger = QRgb{0xf48f86U};
    c.dangerSoft = QRgb{0x3b1b19U};
    c.plot = QRgb{0x171e25U};
    c.grid = QRgb{0x26303aU};
    c.axis = QRgb{0x9daab7U};
    c.cursor = QRgb{0xff80b5U};
    c.series = {0x56b4e9U, 0xf28e4bU, 0x41c79cU, 0xe3a3cbU, 0xf0c24fU, 0x8fb4ffU, 0xb8c3ceU, 0xb9a3f0U};
    return c;
}

/// For sunlight: black on white, no pale greys, 7:1 and more for text.
Colours highContrastColours()
{
    Colours c = lightColours();
    c.window = QRgb{0xffffffU};
    c.surface = QRgb{0xffffffU};
    c.sunken = QRgb{0xf2f2f2U};
    c.hover = QRgb{0xe6e6e6U};
    c.border = QRgb{0x3a3a3aU};
    c.control = QRgb{0x000000U};
    c.text = QRgb{0x000000U};
    c.textMuted = QRgb{0x242424U};
    c.textDisabled = QRgb{0x6b6b6bU};
    c.accent = QRgb{0x003f9eU};
    c.accentHover = QRgb{0x002e75U};
    c.accentSoft = QRgb{0xcfe0ffU};
    c.info = QRgb{0x003f9eU};
    c.infoSoft = QRgb{0xffffffU};
    c.success = QRgb{0x00521fU};
    c.successSoft = QRgb{0xffffffU};
    c.warning = QRgb{0x5c3500U};
    c.warningSoft = QRgb{0xfff4d6U};
    c.danger = QRgb{0x8c0000U};
    c.dangerSoft = QRgb{0xffffffU};
    c.plot = QRgb{0xffffffU};
    c.grid = QRgb{0xc8c8c8U};
    c.axis = QRgb{0x000000U};
    c.cursor = QRgb{0xb0004eU};
    c.series = {0x00508cU, 0xb34700U, 0x005c45U, 0x8a2d66U, 0x6b4a00U, 0x1d6fa3U, 0x303030U, 0x47308aU};
    return c;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

QColor Colours::seriesColour(int index) const
{
    if (series.empty())
        return text;
    return series[static_cast<std::size_t>(index < 0 ? 0 : index) % series.size()];
}

Colours Theme::coloursOf(ThemeChoice choice, bool systemIsDark)
{
    switch (choice) {
        case ThemeChoice::Light: return lightColours();
        case ThemeChoice::Dark: return darkColours();
        case ThemeChoice::HighContrast: return highContrastColours();
        case ThemeChoice::System: break;
    }
    return systemIsDark ? darkColours() : lightColours();
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace sightline::widgets
