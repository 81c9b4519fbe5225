// Conventions: times are BIGINT microseconds UTC ending in _us; enums are TEXT with a CHECK; what can be merged between
// workspaces carries a UUID (or a content hash) beside its integer key; foreign keys say what a deletion does.
// begin_seconds … channel are an Extent, NULL where not limited. JSON is TEXT.
#include "core/workspace/schema.h"

namespace sightline::workspace {

namespace {

// Imported: what files hold. id is the content hash.
constexpr const char* recordings = R"(CREATE TABLE recordings (
    recording_key $PK$,
    id TEXT NOT NULL UNIQUE,
    domain TEXT NOT NULL,
    path_relative TEXT NOT NULL,
    path_absolute TEXT NOT NULL,
    format TEXT NOT NULL,
    reader TEXT NOT NULL,
    source TEXT NOT NULL,
    started_us BIGINT,
    answers TEXT NOT NULL,
    added_us BIGINT NOT NULL))";
constexpr const char* recordingsByDomain = "CREATE INDEX recordings_domain ON recordings (domain)";

constexpr const char* samples = R"(CREATE TABLE samples (
    sample_key $PK$,
    recording_key BIGINT NOT NULL REFERENCES recordings (recording_key) ON DELETE CASCADE,
    sample TEXT NOT NULL,
    position BIGINT NOT NULL,
    begin_seconds DOUBLE PRECISION, end_seconds DOUBLE PRECISION,
    low_hertz DOUBLE PRECISION, high_hertz DOUBLE PRECISION, channel INTEGER,
    own_label TEXT NOT NULL,
    source_group TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    UNIQUE (recording_key, sample)))";

constexpr const char* openRecordings = R"(CREATE TABLE open_recordings (
    open_key $PK$,
    recording_key BIGINT NOT NULL UNIQUE REFERENCES recordings (recording_key) ON DELETE CASCADE,
    opened_us BIGINT NOT NULL))";

// Edited: what people say. The domain stands here too, so that one index gives a domain's events in their order.
constexpr const char* labelEvents = R"(CREATE TABLE label_events (
    event_key $PK$,
    uuid TEXT NOT NULL UNIQUE,
    recording_key BIGINT NOT NULL REFERENCES recordings (recording_key) ON DELETE RESTRICT,
    domain TEXT NOT NULL,
    sample TEXT NOT NULL,
    begin_seconds DOUBLE PRECISION, end_seconds DOUBLE PRECISION,
    low_hertz DOUBLE PRECISION, high_hertz DOUBLE PRECISION, channel INTEGER,
    task TEXT NOT NULL,
    class_id TEXT NOT NULL,
    previous_class_id TEXT NOT NULL,
    certainty TEXT NOT NULL CHECK (certainty IN ('sure', 'unsure', 'skip', 'bad_data')),
    action TEXT NOT NULL CHECK (action IN ('new', 'confirm', 'correct', 'undo', 'resolve', 'import')),
    origin TEXT NOT NULL CHECK (origin IN ('person', 'import', 'model')),
    undoes TEXT REFERENCES label_events (uuid) ON DELETE RESTRICT,
    reviewer TEXT NOT NULL,
    workstation TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    seconds_on_screen DOUBLE PRECISION NOT NULL,
    prediction_shown BOOLEAN NOT NULL,
    model_id TEXT NOT NULL,
    model_class_id TEXT NOT NULL,
    model_probability DOUBLE PRECISION NOT NULL,
    recipe TEXT NOT NULL,
    app_version TEXT NOT NULL,
    comment TEXT NOT NULL,
    CHECK ((action = 'undo') = (undoes IS NOT NULL))))";
constexpr const char* labelEventsByTask = "CREATE INDEX label_events_task ON label_events (domain, task, event_key)";
constexpr const char* labelEventsByRecording =
    "CREATE INDEX label_events_recording ON label_events (recording_key, task, event_key)";

constexpr const char* queueEntries = R"(CREATE TABLE queue_entries (
    entry_key $PK$,
    uuid TEXT NOT NULL UNIQUE,
    recording_key BIGINT NOT NULL REFERENCES recordings (recording_key) ON DELETE CASCADE,
    sample TEXT NOT NULL,
    task TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    UNIQUE (recording_key, sample, task)))";

constexpr const char* rememberedAnswers = R"(CREATE TABLE remembered_answers (
    answers_key $PK$,
    layout TEXT NOT NULL UNIQUE,
    answers TEXT NOT NULL,
    at_us BIGINT NOT NULL))";

constexpr const char* addedClasses = R"(CREATE TABLE added_classes (
    class_key $PK$,
    domain TEXT NOT NULL,
    task TEXT NOT NULL,
    class_id TEXT NOT NULL,
    name TEXT NOT NULL,
    colour BIGINT NOT NULL,
    meaning TEXT NOT NULL,
    action TEXT NOT NULL,
    aliases TEXT NOT NULL,
    doubtful_alias TEXT NOT NULL,
    caution TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    UNIQUE (domain, task, class_id)))";

constexpr const char* sourceParts = R"(CREATE TABLE source_parts (
    part_key $PK$,
    domain TEXT NOT NULL,
    source TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('train', 'tune', 'test')),
    at_us BIGINT NOT NULL,
    UNIQUE (domain, source)))";

constexpr const char* datasets = R"(CREATE TABLE datasets (
    dataset_key $PK$,
    id TEXT NOT NULL UNIQUE,
    created_us BIGINT NOT NULL,
    domain TEXT NOT NULL,
    task TEXT NOT NULL,
    class_ids TEXT NOT NULL))";
constexpr const char* datasetSamples = R"(CREATE TABLE dataset_samples (
    dataset_sample_key $PK$,
    dataset_key BIGINT NOT NULL REFERENCES datasets (dataset_key) ON DELETE RESTRICT,
    position BIGINT NOT NULL,
    recording TEXT NOT NULL,
    sample TEXT NOT NULL,
    path TEXT NOT NULL,
    class_id TEXT NOT NULL,
    source_group TEXT NOT NULL,
    group_is_known BOOLEAN NOT NULL,
    content_hash TEXT NOT NULL,
    label_event TEXT NOT NULL,
    UNIQUE (dataset_key, position)))";

constexpr const char* models = R"(CREATE TABLE models (
    model_key $PK$,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    domain TEXT NOT NULL,
    task TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    added_us BIGINT NOT NULL))";
// model_key NULL: the shipped starter.
constexpr const char* activations = R"(CREATE TABLE activations (
    activation_key $PK$,
    uuid TEXT NOT NULL UNIQUE,
    model_key BIGINT REFERENCES models (model_key) ON DELETE RESTRICT,
    domain TEXT NOT NULL,
    task TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('activate', 'rollback')),
    at_us BIGINT NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL))";
constexpr const char* activationsByTask = "CREATE INDEX activations_task ON activations (domain, task, activation_key)";

constexpr const char* settings = R"(CREATE TABLE settings (
    setting_key $PK$,
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL))";

// Derived: may be dropped and made anew. joined: of several samples (an event, a session), with its own extent.
constexpr const char* verdicts = R"(CREATE TABLE verdicts (
    verdict_key $PK$,
    recording_key BIGINT NOT NULL REFERENCES recordings (recording_key) ON DELETE CASCADE,
    sample TEXT NOT NULL,
    task TEXT NOT NULL,
    joined BOOLEAN NOT NULL,
    begin_seconds DOUBLE PRECISION, end_seconds DOUBLE PRECISION,
    low_hertz DOUBLE PRECISION, high_hertz DOUBLE PRECISION, channel INTEGER,
    class_ids TEXT NOT NULL,
    probabilities TEXT NOT NULL,
    abstained BOOLEAN NOT NULL,
    rejected BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    model_id TEXT NOT NULL,
    device TEXT NOT NULL,
    milliseconds DOUBLE PRECISION NOT NULL,
    UNIQUE (recording_key, task, sample, joined)))";
constexpr const char* findings = R"(CREATE TABLE findings (
    finding_key $PK$,
    recording_key BIGINT NOT NULL REFERENCES recordings (recording_key) ON DELETE CASCADE,
    severity TEXT NOT NULL CHECK (severity IN ('info', 'doubt', 'reject')),
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    where_file TEXT NOT NULL,
    where_line BIGINT,
    where_byte BIGINT,
    occurrences BIGINT NOT NULL))";
constexpr const char* findingsByRecording = "CREATE INDEX findings_recording ON findings (recording_key)";

// Append-only. The insert triggers close the back door of INSERT OR REPLACE, which deletes without a delete trigger.
constexpr const char* eventsNoUpdate = R"(CREATE TRIGGER label_events_no_update BEFORE UPDATE ON label_events
    BEGIN SELECT RAISE(ABORT, 'label events are never changed; append a new one'); END)";
constexpr const char* eventsNoDelete = R"(CREATE TRIGGER label_events_no_delete BEFORE DELETE ON label_events
    BEGIN SELECT RAISE(ABORT, 'label events are never deleted; append an undo'); END)";
constexpr const char* eventsNoReplace = R"(CREATE TRIGGER label_events_no_replace BEFORE INSERT ON label_events
    WHEN EXISTS (SELECT 1 FROM label_events WHERE uuid = NEW.uuid OR event_key = NEW.event_key)
    BEGIN SELECT RAISE(ABORT, 'this label event is there already'); END)";
constexpr const char* activationsNoUpdate = R"(CREATE TRIGGER activations_no_update BEFORE UPDATE ON activations
    BEGIN SELECT RAISE(ABORT, 'the history of activations is never changed'); END)";
constexpr const char* activationsNoDelete = R"(CREATE TRIGGER activations_no_delete BEFORE DELETE ON activations
    BEGIN SELECT RAISE(ABORT, 'the history of activations is never deleted'); END)";
constexpr const char* activationsNoReplace = R"(CREATE TRIGGER activations_no_replace BEFORE INSERT ON activations
    WHEN EXISTS (SELECT 1 FROM activations WHERE uuid = NEW.uuid OR activation_key = NEW.activation_key)
    BEGIN SELECT RAISE(ABORT, 'this activation is there already'); END)";
constexpr const char* classesKeepIds = R"(CREATE TRIGGER added_classes_keep_ids BEFORE UPDATE ON added_classes
    WHEN NEW.class_id <> OLD.class_id OR NEW.domain <> OLD.domain OR NEW.task <> OLD.task
    BEGIN SELECT RAISE(ABORT, 'the id of a class never changes'); END)";
constexpr const char* classesNoDelete = R"(CREATE TRIGGER added_classes_no_delete BEFORE DELETE ON added_classes
    BEGIN SELECT RAISE(ABORT, 'classes are never deleted: their ids must not be used again'); END)";
constexpr const char* datasetsNoUpdate = R"(CREATE TRIGGER datasets_no_update BEFORE UPDATE ON datasets
    BEGIN SELECT RAISE(ABORT, 'a frozen dataset is never changed'); END)";
constexpr const char* datasetSamplesNoUpdate = R"(CREATE TRIGGER dataset_samples_no_update BEFORE UPDATE
    ON dataset_samples BEGIN SELECT RAISE(ABORT, 'a frozen dataset is never changed'); END)";
constexpr const char* datasetSamplesNoDelete = R"(CREATE TRIGGER dataset_samples_no_delete BEFORE DELETE
    ON dataset_samples BEGIN SELECT RAISE(ABORT, 'a frozen dataset is never changed'); END)";
constexpr const char* partsAreKept = R"(CREATE TRIGGER source_parts_kept BEFORE UPDATE ON source_parts
    BEGIN SELECT RAISE(ABORT, 'a source keeps its part'); END)";

// Step 2: the event whose label this one moves or removes. `undoes` is an undo's alone.
constexpr const char* labelEventsMoved =
    "ALTER TABLE label_events ADD COLUMN moved_from TEXT REFERENCES label_events (uuid) ON DELETE RESTRICT";

}  // namespace

const std::vector<SchemaStep>& schemaSteps()
{
    static const std::vector<SchemaStep> steps = {
        {1,
         {recordings,
          recordingsByDomain,
          samples,
          openRecordings,
          labelEvents,
          labelEventsByTask,
          labelEventsByRecording,
          queueEntries,
          rememberedAnswers,
          addedClasses,
          sourceParts,
          datasets,
          datasetSamples,
          models,
          activations,
          activationsByTask,
          settings,
          verdicts,
          findings,
          findingsByRecording},
         {eventsNoUpdate, eventsNoDelete, eventsNoReplace, activationsNoUpdate, activationsNoDelete,
          activationsNoReplace, classesKeepIds, classesNoDelete, datasetsNoUpdate, datasetSamplesNoUpdate,
          datasetSamplesNoDelete, partsAreKept}},
        {2, {labelEventsMoved}, {}},
    };
    return steps;
}

}  // namespace sightline::workspace
