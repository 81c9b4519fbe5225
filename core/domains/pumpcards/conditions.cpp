#include "core/domains/pumpcards/conditions.h"

#include <algorithm>
#include <array>

#include "core/base/translate.h"

namespace sightline::pumpcards {

namespace {

constexpr const char* poundOrGas = SL_TR_NOOP("pumpcards",
                                              "A fluid pound and gas interference can look the same. A fluid level "
                                              "shot and the casing pressure tell them apart.");
constexpr const char* normalOrLeak = SL_TR_NOOP(
    "pumpcards",
    "A full pump, a tubing leak and a well that flows can draw the same card. Compare production with the pump's "
    "displacement, and pressure-test the tubing.");
constexpr const char* wearOrLeak = SL_TR_NOOP(
    "pumpcards",
    "Wear of barrel or plunger and a leaking travelling valve look alike. A valve check and the trend over weeks tell "
    "them apart.");
constexpr const char* frictionAtSurface = SL_TR_NOOP(
    "pumpcards",
    "Friction along the rods hides in a surface card. A pump card computed for this well shows where it sits.");
constexpr const char* breakDepth = SL_TR_NOOP(
    "pumpcards",
    "The depth of the break, and a very light load for another reason, need the rod string's weight to tell.");
constexpr const char* softPickUp =
    SL_TR_NOOP("pumpcards", "A slow pick-up is also the first sign of a travelling valve leak. Do a valve check.");
constexpr const char* lowLoad = SL_TR_NOOP(
    "pumpcards",
    "A flowing well, a parted string and valves that leak badly all draw thin cards. Production and the rod weight "
    "tell "
    "them apart.");

std::vector<SignalClass> makeConditions()
{
    // Colours: 27 hues and lightnesses chosen so that neighbours in the list and common confusions (pound and gas, the
    // three leaks, normal and flowing) differ in lightness as well as in hue.
    return {
        {.id = "normal",
         .name = SL_TR_NOOP("pumpcards", "Normal, full pump"),
         .colour = 0x117733,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The pump fills on every stroke and both valves close in time: level top and bottom lines, steep "
             "sides, sharp corners."),
         .action = SL_TR_NOOP(
             "pumpcards", "Nothing to repair. Keep this card as the reference and follow fillage and area over time."),
         .aliases = {"1202", "REGULAR_WORK"},
         .doubtfulAlias = "",
         .caution = normalOrLeak},
        {.id = "fluid_pound",
         .name = SL_TR_NOOP("pumpcards", "Fluid pound, pumped off"),
         .colour = 0x332288,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The barrel is only partly filled. On the way down the rods keep the fluid load until the plunger "
             "strikes the fluid, then lose it at once: the lower right corner is missing."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Pump less: fewer strokes, pump-off control or intermittent running, a shorter stroke or a smaller "
             "plunger. Inspect the rods if it has pounded for long."),
         .aliases = {"1203", "1204", "1205", "1206", "LIQUID_NOT_ENOUGH"},
         .doubtfulAlias = "",
         .caution = poundOrGas},
        {.id = "gas_interference",
         .name = SL_TR_NOOP("pumpcards", "Gas interference"),
         .colour = 0x88CCEE,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Gas in the barrel is compressed before the travelling valve can open, so the load is released in a "
             "curve; the pick-up may be rounded as the gas expands again."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Fit or improve a gas separator, set the intake lower, space the pump close to the bottom, run at "
             "variable speed. Allow more strokes before pump-off control stops: this is no pound."),
         .aliases = {"1209", "GAS_EFFECTIVE"},
         .doubtfulAlias = "",
         .caution = poundOrGas},
        {.id = "gas_lock",
         .name = SL_TR_NOOP("pumpcards", "Gas lock"),
         .colour = 0x44AA99,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Gas fills the barrel and neither valve opens: the loop has collapsed, load changes hands at neither "
             "end and nothing is produced."),
         .action = SL_TR_NOOP(
             "pumpcards", "Slow down or stop until the pump fills, re-space it, add a separator or more submergence."),
         .aliases = {"1208"},
         .doubtfulAlias = "",
         .caution = lowLoad},
        {.id = "tv_leak",
         .name = SL_TR_NOOP("pumpcards", "Travelling valve leak"),
         .colour = 0xDDCC77,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Fluid slips past the travelling valve or the plunger: load is picked up late and lost early, so the "
             "top of the card is a dome."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Confirm with a travelling-valve check: the load decays. Flush or hot-wash; if that fails pull the "
             "pump. Look for sand."),
         .aliases = {"1212", "TRAVELLING_VALVE_LEAKAGE"},
         .doubtfulAlias = "",
         .caution = wearOrLeak},
        {.id = "sv_leak",
         .name = SL_TR_NOOP("pumpcards", "Standing valve leak"),
         .colour = 0xCC6677,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Fluid runs back through the standing valve on the way down: load is released late and climbs again "
             "before the bottom, so the lower line hangs like a bow."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Confirm with a standing-valve check: the load rises. Flush; if that fails pull the pump and replace "
             "the valve."),
         .aliases = {"1213", "STATIC_VALVE_LEAKAGE"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "both_valves_leak",
         .name = SL_TR_NOOP("pumpcards", "Both valves leak"),
         .colour = 0x882255,
         .meaning = SL_TR_NOOP("pumpcards", "Neither valve holds: a thin rounded lens around one load level."),
         .action = SL_TR_NOOP("pumpcards", "Wash the pump; if the card does not open up again, pull it."),
         .aliases = {"1214", "1215", "1216", "1217", "DOUBLE_VALVE_LEAKAGE"},
         .doubtfulAlias = "",
         .caution = lowLoad},
        {.id = "worn_pump",
         .name = SL_TR_NOOP("pumpcards", "Worn barrel or plunger"),
         .colour = 0xAA9933,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The fit between plunger and barrel has opened: a domed top as with a leaking travelling valve, "
             "growing over weeks while the area falls."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Follow the trend and pull the pump when it no longer pays. Review metallurgy and sand control."),
         .aliases = {"1210"},
         .doubtfulAlias = "",
         .caution = wearOrLeak},
        {.id = "split_barrel",
         .name = SL_TR_NOOP("pumpcards", "Split or holed barrel"),
         .colour = 0x661100,
         .meaning = SL_TR_NOOP("pumpcards", "The load is lost part of the way up, where the plunger passes the hole."),
         .action = SL_TR_NOOP("pumpcards", "Pull the pump and replace the barrel."),
         .aliases = {},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "plunger_out",
         .name = SL_TR_NOOP("pumpcards", "Plunger leaves the barrel"),
         .colour = 0x6699CC,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The load drops in mid-upstroke and stays low to the top: the plunger has come out of the barrel."),
         .action = SL_TR_NOOP("pumpcards", "Lower the rods so that the plunger stays in the barrel."),
         .aliases = {"1221"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "plunger_not_in",
         .name = SL_TR_NOOP("pumpcards", "Plunger not in the barrel"),
         .colour = 0x004488,
         .meaning =
             SL_TR_NOOP("pumpcards", "The fluid load is never picked up: the plunger has not entered the barrel."),
         .action = SL_TR_NOOP("pumpcards", "Re-space the pump so that the plunger enters the barrel."),
         .aliases = {"1220"},
         .doubtfulAlias = "",
         .caution = breakDepth},
        {.id = "tubing_movement",
         .name = SL_TR_NOOP("pumpcards", "Unanchored tubing"),
         .colour = 0x997700,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The tubing stretches and recoils with the load: a parallelogram leaning to the right, with level "
             "top and bottom."),
         .action =
             SL_TR_NOOP("pumpcards", "Set or repair the tubing anchor; count the stroke that is lost until then."),
         .aliases = {},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "tubing_leak",
         .name = SL_TR_NOOP("pumpcards", "Tubing leak"),
         .colour = 0xEE99AA,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Fluid is lost between pump and surface: the card looks nearly normal, load and production are low."),
         .action = SL_TR_NOOP("pumpcards", "Pressure-test the tubing. The shape of a card does not prove this."),
         .aliases = {"1211", "OIL_ROD_LEAKAGE"},
         .doubtfulAlias = "OIL_ROD_LEAKAGE",
         .caution = normalOrLeak},
        {.id = "tag_bottom",
         .name = SL_TR_NOOP("pumpcards", "Tagging at the bottom"),
         .colour = 0x994455,
         .meaning =
             SL_TR_NOOP("pumpcards",
                        "The pump strikes at the bottom of the stroke: a spike below the lower line at the left end."),
         .action = SL_TR_NOOP("pumpcards", "Raise the rods until the blow is gone."),
         .aliases = {"1219", "PUMP_DOWN_BANG"},
         .doubtfulAlias = "PUMP_DOWN_BANG",
         .caution = ""},
        {.id = "tag_top",
         .name = SL_TR_NOOP("pumpcards", "Tagging at the top"),
         .colour = 0xEECC66,
         .meaning = SL_TR_NOOP(
             "pumpcards", "The pump strikes at the top of the stroke: a spike above the upper line at the right end."),
         .action = SL_TR_NOOP("pumpcards", "Lower the rods until the blow is gone, and check the wellhead."),
         .aliases = {"1218", "PUMP_UP_BANG"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "stuck_plunger",
         .name = SL_TR_NOOP("pumpcards", "Stuck plunger"),
         .colour = 0x000000,
         .meaning = SL_TR_NOOP("pumpcards",
                               "The plunger does not move: the card is a steep thin line, nothing but rod stretch."),
         .action =
             SL_TR_NOOP("pumpcards", "Stop the unit. Hot oil or a wash may free the plunger; otherwise pull the pump."),
         .aliases = {"1223"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "bent_barrel",
         .name = SL_TR_NOOP("pumpcards", "Bent or sticking barrel"),
         .colour = 0x771155,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "At one position the plunger sticks: the same hump on the way up and dip on the way down, stroke "
             "after stroke."),
         .action = SL_TR_NOOP("pumpcards", "Pull the pump; check its seat and the dogleg at that depth."),
         .aliases = {},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "tv_late",
         .name = SL_TR_NOOP("pumpcards", "Travelling valve closes late"),
         .colour = 0xDDAA77,
         .meaning =
             SL_TR_NOOP("pumpcards", "Only the pick-up at the lower left is soft; the rest of the card is full."),
         .action = SL_TR_NOOP(
             "pumpcards",
             "Service the valve cage, consider the fluid's viscosity, and watch for a leak that starts this way."),
         .aliases = {},
         .doubtfulAlias = "",
         .caution = softPickUp},
        {.id = "parted_rods",
         .name = SL_TR_NOOP("pumpcards", "Parted rods"),
         .colour = 0xBB5566,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The string hangs without its lower part: a flat thin loop far below the normal load, near or below "
             "the weight above the break, and no production."),
         .action =
             SL_TR_NOOP("pumpcards", "Shut the well in, estimate the depth of the break from the load, and fish."),
         .aliases = {"1222", "ROD_BROKEN"},
         .doubtfulAlias = "",
         .caution = breakDepth},
        {.id = "flowing",
         .name = SL_TR_NOOP("pumpcards", "Pumping while flowing"),
         .colour = 0xAAAA00,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "The well lifts part of its fluid itself: a thin loop between no load and the full fluid load, yet "
             "production is good."),
         .action = SL_TR_NOOP("pumpcards", "Let it flow, and review whether it needs lifting now."),
         .aliases = {"WORK_WITH_FLOAT"},
         .doubtfulAlias = "WORK_WITH_FLOAT",
         .caution = normalOrLeak},
        {.id = "friction",
         .name = SL_TR_NOOP("pumpcards", "Excess friction"),
         .colour = 0x555555,
         .meaning = SL_TR_NOOP(
             "pumpcards",
             "Stuffing box, paraffin or a dogleg hold the rods back: a fat loop, too high on top and too low at "
             "the bottom, with dents."),
         .action = SL_TR_NOOP("pumpcards", "Loosen the stuffing box, fit rod guides, treat with hot oil or chemicals."),
         .aliases = {"1224", "1225"},
         .doubtfulAlias = "",
         .caution = frictionAtSurface},
        {.id = "heavy_oil",
         .name = SL_TR_NOOP("pumpcards", "Heavy oil"),
         .colour = 0x225522,
         .meaning =
             SL_TR_NOOP("pumpcards", "Thick fluid drags on the rods: a smooth, swollen, rounded loop of larger area."),
         .action = SL_TR_NOOP("pumpcards",
                              "Heat or dilute the oil, pump slower, use more clearance between plunger and barrel."),
         .aliases = {"OIL_TO_DENSE"},
         .doubtfulAlias = "OIL_TO_DENSE",
         .caution = frictionAtSurface},
        {.id = "sand",
         .name = SL_TR_NOOP("pumpcards", "Sand"),
         .colour = 0xC8A24A,
         .meaning =
             SL_TR_NOOP("pumpcards", "Sand scrapes between plunger and barrel: a jagged, quickly changing load."),
         .action = SL_TR_NOOP("pumpcards", "Control the sand and pump slower."),
         .aliases = {"1226", "1227"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "inertia",
         .name = SL_TR_NOOP("pumpcards", "Inertia, vibration"),
         .colour = 0x99DDFF,
         .meaning = SL_TR_NOOP(
             "pumpcards", "The rods ring strongly at the surface while the pump itself mostly works as it should."),
         .action = SL_TR_NOOP("pumpcards",
                              "Change the strokes per minute; compare them with the string's natural frequency."),
         .aliases = {"1230"},
         .doubtfulAlias = "",
         .caution =
             SL_TR_NOOP("pumpcards", "What the pump does under the ringing shows only in a computed pump card.")},
        {.id = "bad_data",
         .name = SL_TR_NOOP("pumpcards", "Bad data"),
         .colour = 0x999999,
         .meaning =
             SL_TR_NOOP("pumpcards", "Zeros, clipping, a turned or open loop: the recording, not the pump, is wrong."),
         .action = SL_TR_NOOP("pumpcards", "Repair the sensor or its settings, then record again."),
         .aliases = {"1232"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "stopped",
         .name = SL_TR_NOOP("pumpcards", "Stopped"),
         .colour = 0xBBBBBB,
         .meaning = SL_TR_NOOP("pumpcards", "No stroke: the unit stands still."),
         .action = SL_TR_NOOP("pumpcards", "Start the unit, or record again while it runs."),
         .aliases = {"1302"},
         .doubtfulAlias = "",
         .caution = ""},
        {.id = "unknown",
         .name = SL_TR_NOOP("pumpcards", "Unknown"),
         .colour = 0xDDDDDD,
         .meaning = SL_TR_NOOP("pumpcards", "None of the listed conditions."),
         .action = SL_TR_NOOP("pumpcards", "Put the card into the queue and ask somebody who knows the well."),
         .aliases = {},
         .doubtfulAlias = "",
         .caution = ""},
    };
}

}  // namespace

const std::vector<SignalClass>& conditions()
{
    static const std::vector<SignalClass> list = makeConditions();
    return list;
}

bool isState(const std::string& classId)
{
    static const std::array<std::string, 3> states = {"bad_data", "stopped", "unknown"};
    return std::ranges::find(states, classId) != states.end();
}

std::string cautionFor(const Verdict& verdict)
{
    const SignalClass* best = findClass(conditions(), verdict.bestClass());
    if (best == nullptr || !best->caution.empty()) {
        return best == nullptr ? "" : best->caution;
    }
    // A close second that cannot be told apart matters as much as the first.
    constexpr double closeSecond = 0.2;
    const SignalClass* second = findClass(conditions(), verdict.secondClass());
    return second != nullptr && verdict.secondProbability() >= closeSecond ? second->caution : "";
}

}  // namespace sightline::pumpcards
