// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// All that is known of signals' names stands in this one file.
#include "analysis/data/recording/channels/signal_names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr auto prefixes = std::to_array<std::string_view>({ "EEG", "POL", "EOG", "ECG", "EKG", "EMG", "SEEG" });

/// Letters, digits, + and / of a reference: "(A1+A2)/2" is A1+A2/2, "AVG REF" is AVGREF.
constexpr auto referenceWords = std::to_array<std::string_view>({ "REF",        "REFERENCE",
                                                                  "REF1",       "REF2",
                                                                  "LE",         "LER",
                                                                  "RE",         "AVG",
                                                                  "AV",         "AVE",
                                                                  "AVERAGE",    "AVGREF",
                                                                  "AVREF",      "CAR",
                                                                  "AR",         "G1",
                                                                  "G2",         "A1",
                                                                  "A2",         "M1",
                                                                  "M2",         "A1A2",
                                                                  "M1M2",       "A1+A2",
                                                                  "M1+M2",      "A1/A2",
                                                                  "M1/M2",      "A1+A2/2",
                                                                  "M1+M2/2",    "CPZ",
                                                                  "ORG",        "LINKED",
                                                                  "LINKEDEARS", "LINKEDMASTOIDS",
                                                                  "EARS",       "MASTOIDS",
                                                                  "MAST",       "LM",
                                                                  "RM",         "LMAST",
                                                                  "RMAST",      "VREF",
                                                                  "NOSE",       "COM",
                                                                  "CMS",        "GND",
                                                                  "VW" });

/// Electrodes with a name and no place in the 10-05 system: anterior temporal, sphenoidal, nasopharyngeal, the lowest
/// ones of large caps, and those of evoked potentials two centimetres behind the central ones.
constexpr auto electrodesWithoutPlace = std::to_array<std::string_view>(
    { "T1",  "T2",  "SP1", "SP2", "PG1", "PG2", "F11", "F12", "FT11", "FT12", "TP11", "TP12",
      "P11", "P12", "O9",  "O10", "C3P", "C4P", "CZP", "C1'", "C2'",  "C3'",  "C4'",  "CZ'" });

/// Inputs of amplifiers that are numbered by nature; of other sensors there are no four.
constexpr auto numberedInputs
    = std::to_array<std::string_view>({ "EXG", "ERG", "BIP", "AUX", "DC", "ANA", "ANALOG", "DIN", "EMG", "ADC", "GPIO",
                                        "DIO", "DO", "DIGITAL", "DIGITALIN", "DIGITALOUT", "MISC" });

/// How words are compared. Contains: with the name as it stands. All others: with its letters and digits alone, so
/// that "H.R.", "GYRO X" and "TIME_STAMP_s" are HR, GYROX and TIMESTAMPS.
enum class By { Exact, Numbered, Begin, Contains }; // Numbered: the word, or the word and a number

struct NameRow {
    ChannelKind kind;
    By by;
    std::string_view words; ///< between blanks
};

using enum ChannelKind;
/// The first row that fits tells.
constexpr auto rows = std::to_array<NameRow>({
    // Eyes: any with the word, Neuroscan (HEO, VEOL), facial electrodes of the 10-05 papers, TUH (LUC, RLC).
    { Eog, By::Contains, "EOG EYE OCUL BLINK" },
    { Eog, By::Begin, "HEO VEO" },
    { Eog, By::Exact, "LOC ROC LO1 LO2 IO1 IO2 SO1 SO2 LUC RLC LLC RUC" },
    // Heart and muscles: sleep laboratories, CAP (DX1-DX2, TIB Sx, MILO), SHHS, polygraphs.
    { Ecg, By::Contains, "ECG EKG" },
    { Emg, By::Contains, "EMG CHIN LEG TIB MENTALIS MASSETER DELTOID GASTROC BICEP TRICEP QUADRICEP" },
    { Emg, By::Numbered, "DX SX MILO PLM PLML PLMR ARM LARM RARM SCM" },
    { Emg, By::Exact, "LAT RAT" },
    // What marks times.
    { Trigger, By::Contains, "STATUS TRIG EVENT MARKER ANNOTATION" },
    { Trigger, By::Begin, "STIM" },
    { Trigger, By::Numbered, "STI DIN TRG MKR MK MARK TTL DIG SYNC SYNCHRO BUTTON BTN KEYPRESS" },
    // Ears, mastoids, grounds.
    { Reference, By::Exact,
      "A1 A2 M1 M2 A1A2 M1M2 REF REFERENCE REF1 REF2 GND GROUND VREF VERTEXREFERENCE CMS DRL LM RM LMAST RMAST "
      "LMASTOID RMASTOID MAST MASTL MASTR EARL EARR LEAR REAR NOSE EARTH" },
    { Reference, By::Begin, "REFEEG" },
    // Auxiliary inputs of amplifiers: BioSemi (EXG, Erg, Plet, Ana, GSR, Temp), ANT (BIP, AUX), Nihon Kohden (DC, BN),
    // g.tec, OpenBCI (whose "EXG Channel 0" is EEG), Muse (Right AUX).
    { Other, By::Contains, "AUX" },
    { Other, By::Numbered, "EXG EX ERG PLET ANA BIP BN ADC GPIO DI DIO DO DIGITALIN DIGITALOUT ERGO MISC" },
    { Other, By::Begin, "DC ANALOG DIGITAL ERGO MISC" },
    // Sensors worn: motion, skin, light, temperature, sound.
    { Other, By::Contains, "GYRO ACCEL PHOTIC LIGHT POSITION TEMPERATURE" },
    { Other, By::Begin,
      "ACC ACL GYR MAGN QUAT MOT POSIT POSIZ BODYPOS POSTURE ACTI GSR EDA TEMP THERM TERMIS MIC "
      "SOUND AUDIO NOISE SNOR RONCH LUX OPTIC" },
    { Other, By::Exact, "X Y Z POS POSN LUM SC SCL SCR EDR MAGX MAGY MAGZ ROTX ROTY ROTZ ROLL PITCH YAW" },
    { Other, By::Numbered, "BODY TEMPR SKT PPG BVP" },
    // Breath and blood: PSG of all kinds (SHHS, CAP, Sleep-EDF, MESA, Siena).
    { Other, By::Contains, "RESP FLOW FLUSSO SPO2 SAO2 O2SAT CO2 PULSE PLETH CPAP BIPAP TORAC EFFORT HEART" },
    { Other, By::Begin,
      "PLETI PULS OSAT OXY OXI OXST SAT AIR NEWAIR CANN CANU NASAL NASPR NPRES PRES BREATH CHEST "
      "BELT THOR THX ABD ADDO LEAK TIDAL BP ABP NIBP HRATE HRV IBI" },
    { Other, By::Exact, "HR PR RR RRI DHR PTT SUM RIP RIPSUM XSUM XFLOW NAF NPT IPAP EPAP PAP FLATTOW STAT VT" },
    // What devices say about themselves: Emotiv (COUNTER, INTERPOLATED, RAW_CQ, CQ_AF3, TIME_STAMP, OR_TIME_STAMP_s),
    // Muse, OpenBCI, g.tec (CNT, BAT).
    { Other, By::Begin,
      "CQ EQ RAWCQ HSI HEADBAND TOUCHING ELEMENTS JAW COUNTER PACKET SAMPLEINDEX SAMPLENUM TIMESTAMP "
      "INTERPOL ORTIMESTAMP BATT VALID QUALITY SIGNALQ CONTACTQ IMPED RSSI FIRMWARE" },
    { Other, By::Exact, "TIME TIMES TIMEMS COUNT CNT BAT SEQ INDEX LSL Q0 Q1 Q2 Q3 OVERALL" },
    // Numbers computed from EEG: TUH (BURSTS, SUPPR), trends, band powers, stages.
    { Other, By::Begin, "BURST SUPPR POW DELTA THETA ALPHA BETA GAMMA AEEG HYPN STAGE SLEEPST SPECTR ENTROPY" },
    { Other, By::Exact, "BSR BIS SEF SEF95 EPMS" },
});

bool oneOf(std::string_view text, std::span<const std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

std::string only(std::string_view text, std::string_view more)
{
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept), [&](unsigned char c) {
        return std::isalnum(c) != 0 || c >= 0x80U || more.find(static_cast<char>(c)) != std::string_view::npos;
    });
    return kept;
}

bool isNumber(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool fits(By by, std::string_view word, std::string_view upper, std::string_view bare)
{
    switch (by) {
    case By::Exact:
        return bare == word;
    case By::Numbered:
        return bare.starts_with(word) && isNumber(bare.substr(word.size()));
    case By::Begin:
        return bare.starts_with(word);
    case By::Contains:
        return upper.find(word) != std::string_view::npos;
    }
    return false;
}

bool anyWordFits(const NameRow& row, std::string_view upper, std::string_view bare)
{
    std::string_view rest = row.words;
    while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        if (fits(row.by, word, upper, bare))
            return true;
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    return false;
}

const NameRow* rowOf(std::string_view upper)
{
    const std::string bare = only(upper, "'"); // "A'1" within the skull is no A1
    const auto row = std::ranges::find_if(rows, [&](const NameRow& r) { return anyWordFits(r, upper, bare); });
    return row == rows.end() ? nullptr : &*row;
}

} // namespace

std::span<const std::string_view> labelPrefixes() { return prefixes; }

bool isReferenceWord(std::string_view upper) { return oneOf(only(upper, "+/"), referenceWords); }

bool isElectrode(std::string_view upper)
{
    const bool eye = upper.find("EOG") != std::string_view::npos; // HEOG and VEOG have places
    return oneOf(upper, electrodesWithoutPlace)
        || (!eye && builtInMontage().position(modernName(std::string(upper))).has_value());
}

std::optional<ChannelKind> kindOfName(std::string_view upper)
{
    const NameRow* row = rowOf(upper);
    return row == nullptr ? std::nullopt : std::optional(row->kind);
}

std::optional<NumberedName> numberedSensor(std::string_view upper)
{
    const NameRow* row = rowOf(upper);
    const bool loose = row != nullptr && row->kind == Other && (row->by == By::Begin || row->by == By::Numbered);
    const auto stem = upper.find_last_not_of("0123456789") + 1; // 0 where there is none
    constexpr std::size_t mostDigits = 3;
    if (!loose || stem == 0 || stem >= upper.size() || upper.size() - stem > mostDigits
        || oneOf(only(upper.substr(0, stem), ""), numberedInputs))
        return std::nullopt;
    return NumberedName { std::string(upper.substr(0, stem)),
                          static_cast<int>(parseNumber(upper.substr(stem)).value_or(0)) };
}

} // namespace maskscope
