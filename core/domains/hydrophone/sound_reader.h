// Reads any sound file as a recording: its clock from the header, a log or the name, its channel as asked.
#pragma once

#include <memory>

#include "core/domains/recording.h"

namespace sightline::hydrophone {

/// Answers it takes, none of which it insists on:
///   channel=mean|1|2|…    which signal; the mean of all without
///   zone=UTC|+02:00|-5    the zone of a start time that names none (from UTC to local time)
///   time_pattern=…        how names tell the time (formats::timeFromName), where the usual ones do not fit
/// Invalid for an answer that makes no sense. Errors of formats::SoundFile::open.
std::unique_ptr<domains::Reader> makeSoundReader();

}  // namespace sightline::hydrophone
