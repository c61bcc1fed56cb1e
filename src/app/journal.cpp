// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "record_line.hpp"

#include <cordon/core/time.hpp>
#include <cordon/journal/inspection.hpp>
#include <cordon/journal/quarantine_file.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace cordon::app {

namespace {

constexpr int failed = 1;
constexpr int bad_input = 2;

struct JournalOptions {
    std::filesystem::path state;
    bool quarantine = false;
    std::uint64_t from = 1;
    std::uint64_t to = std::numeric_limits<std::uint64_t>::max();
};

void print(const std::string& line)
{
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fputc('\n', stdout) == EOF) {
        throw CommandFailed{failed, "standard output cannot be written"};
    }
}

template <class Value>
Value of_folder(Result<Value> result)
{
    if (!result.has_value()) {
        throw CommandFailed{bad_input,
                            result.error().what + " (--state names the folder that the daemon keeps its state in)"};
    }
    return std::move(result).value();
}

std::vector<journal::SegmentInfo> segments_in(const JournalOptions& options)
{
    return of_folder(journal::inspect_journal(options.state / "journal"));
}

/// "1 to 250, 2026-01-05T10:00:00Z to 2026-01-05T10:05:00Z"; "no record yet" where there is none.
std::string span_of(const journal::SegmentInfo& first, const journal::SegmentInfo& last)
{
    if (last.last < first.first) {
        return "no record yet";
    }
    std::string text = std::to_string(first.first.value) + " to " + std::to_string(last.last.value);
    const auto until = last.until ? last.until : first.until;
    if (first.from && until) {
        text += ", " + to_rfc3339(*first.from) + " to " + to_rfc3339(*until);
    }
    return text;
}

std::string torn_note(const journal::SegmentInfo& segment)
{
    return segment.torn_bytes == 0
               ? std::string{}
               : "; then " + std::to_string(segment.torn_bytes) + " bytes of an append that is not finished";
}

void list_quarantine(const JournalOptions& options)
{
    const auto folder = options.state / "quarantine";
    std::error_code unknown;
    if (!std::filesystem::is_directory(folder, unknown)) {
        throw CommandFailed{bad_input, folder.string() +
                                           " is not there; --state names the folder that the daemon "
                                           "keeps its state in"};
    }
    for (const port::QuarantinedBytes& entry : of_folder(journal::read_quarantine(folder))) {
        print(quarantine_line(entry));
    }
}

void list(const JournalOptions& options)
{
    if (options.quarantine) {
        list_quarantine(options);
        return;
    }
    for (const journal::SegmentInfo& segment : segments_in(options)) {
        print(segment.file + ": " + span_of(segment, segment) + "; " + std::to_string(segment.used_bytes) + " of " +
              std::to_string(segment.file_bytes) + " bytes used" + torn_note(segment) +
              (segment.damage.empty() ? "" : "; DAMAGED: " + segment.damage));
    }
}

void verify(const JournalOptions& options)
{
    const std::vector<journal::SegmentInfo> segments = segments_in(options);
    for (const journal::SegmentInfo& segment : segments) {
        if (!segment.damage.empty()) {
            throw CommandFailed{failed, segment.damage};
        }
    }
    const std::uint64_t records = segments.back().last.value - segments.front().first.value + 1;
    print("sound: " + std::to_string(segments.size()) + (segments.size() == 1 ? " segment, " : " segments, ") +
          std::to_string(records) + (records == 1 ? " record: " : " records: ") +
          span_of(segments.front(), segments.back()) + torn_note(segments.back()));
}

void dump(const JournalOptions& options)
{
    if (options.from == 0 || options.to < options.from) {
        throw CommandFailed{bad_input, "--from is an offset, 1 or more, and --to is not before it"};
    }
    const auto reader = of_folder(journal::read_journal(options.state / "journal", Offset{options.from - 1}));
    for (;;) {
        const auto next = reader->next();
        if (!next.has_value()) {
            throw CommandFailed{failed, next.error().what};
        }
        const std::optional<model::StampedRecord>& record = next.value();
        if (!record || record->offset.value > options.to) {
            return;
        }
        print(record_line(*record));
    }
}

using Work = void (*)(const JournalOptions&);

CLI::App& add(CLI::App& journal, const char* name, const char* what, const std::shared_ptr<JournalOptions>& options,
              Work work)
{
    CLI::App* command = journal.add_subcommand(name, what);
    command->add_option("--state", options->state, "The daemon's state folder; it may be running")->required();
    command->callback([options, work] { work(*options); });
    return *command;
}

}  // namespace

void add_journal(CLI::App& program)
{
    const auto options = std::make_shared<JournalOptions>();
    CLI::App* journal = program.add_subcommand("journal", "Look into the journal and the quarantine");
    journal->require_subcommand(1);
    add(*journal, "verify", "Read all of it; exit 1 where anything is damaged, with file, byte and offset", options,
        verify);
    add(*journal, "list", "Its segments: offsets, times, sizes", options, list)
        .add_flag("--quarantine", options->quarantine, "Instead, what was not let in, a JSON object a line");
    CLI::App& dumped = add(*journal, "dump", "Its records, a JSON object a line", options, dump);
    dumped.add_option("--from", options->from, "The first offset; 1 where absent");
    dumped.add_option("--to", options->to, "The last offset; the end where absent");
    dumped.add_flag("--json")->description("JSON, which it always is");
}

}  // namespace cordon::app
