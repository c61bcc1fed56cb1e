// SPDX-License-Identifier: Apache-2.0
#include "log_writer.hpp"

#include "frame.hpp"

#include <cordon/core/log.hpp>
#include <cordon/journal/record_codec.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

namespace cordon::journal {

Result<void> check_segment_bytes(const LogOptions& options)
{
    constexpr std::uint64_t least = header_bytes * 2;
    if (options.segment_bytes < least || options.segment_bytes > max_record_bytes * 2) {
        return refuse(options.folder.string() + ": a segment of " + std::to_string(options.segment_bytes) +
                      " bytes was asked for; it must have " + std::to_string(least) + " to " +
                      std::to_string(max_record_bytes * 2));
    }
    return done();
}

Result<Place> start_segment(const LogOptions& options, std::uint64_t first, std::uint64_t bytes)
{
    const SegmentHeader header{.kind = options.kind, .first = first, .salt = new_salt(), .bytes = bytes};
    CORDON_TRY(auto blank, make_blank(options.folder, bytes, options.blank));
    CORDON_TRY(auto file, name_segment(options.folder, std::move(blank), header, options.blank));
    return Place{.file = std::move(file), .header = header, .position = header_bytes, .last = first - 1};
}

LogWriter::LogWriter(LogOptions options, Place place) : options_{std::move(options)}, place_{std::move(place)} {}

LogWriter::~LogWriter()
{
    if (prepared_.valid()) {
        prepared_.wait();
        remove_blank(options_.folder);
    }
}

Bytes& LogWriter::open_record()
{
    start_ = gathered_.size();
    gathered_.resize(start_ + head_bytes);
    return gathered_;
}

Result<void> LogWriter::close_record()
{
    if (failed_) {
        return refuse(*failed_);
    }
    const std::size_t payload = gathered_.size() - start_ - head_bytes;
    if (auto fitted = fit(payload); !fitted.has_value()) {
        failed_ = fitted.error();
        return fitted;
    }
    seal_frame(std::span{gathered_}.subspan(start_), payload, ++place_.last, index_++, place_.header.salt);
    return done();
}

Result<std::uint64_t> LogWriter::commit()
{
    if (failed_) {
        return refuse(*failed_);
    }
    if (auto flushed = flush(); !flushed.has_value()) {
        failed_ = flushed.error();
        return refuse(*failed_);
    }
    prepare();
    return place_.last;
}

Result<void> LogWriter::fit(std::size_t payload)
{
    if (payload == 0 || payload > max_record_bytes) {
        return refuse(options_.folder.string() + ": a record of " + std::to_string(payload) +
                      " bytes was to be appended; it may have " + std::to_string(max_record_bytes));
    }
    close_frame(gathered_, start_);
    if (place_.position + gathered_.size() <= place_.header.bytes) {
        return done();
    }
    return next_segment();
}

Result<void> LogWriter::flush()
{
    if (gathered_.empty()) {
        return done();
    }
    CORDON_CHECK(write_at(place_.file, gathered_, place_.position));
    if (options_.blank == Blank::written) {
        CORDON_CHECK(sync_data(place_.file));
    }
    place_.position += gathered_.size();
    written_ += gathered_.size();
    gathered_.clear();
    index_ = 0;
    return done();
}

Result<void> LogWriter::next_segment()
{
    Bytes frame{gathered_.begin() + static_cast<std::ptrdiff_t>(start_), gathered_.end()};
    gathered_.resize(start_);
    // All of a segment is durable before the next one has its name: only the newest can have a torn tail.
    CORDON_CHECK(flush());
    const std::uint64_t first = place_.last + 1;
    const std::uint64_t bytes = std::max<std::uint64_t>(options_.segment_bytes, header_bytes + frame.size());
    const SegmentHeader header{.kind = options_.kind, .first = first, .salt = new_salt(), .bytes = bytes};
    CORDON_TRY(auto blank, blank_of(bytes));
    CORDON_TRY(place_.file, name_segment(options_.folder, std::move(blank), header, options_.blank));
    place_.header = header;
    place_.position = header_bytes;
    gathered_ = std::move(frame);
    start_ = 0;
    return done();
}

Result<File> LogWriter::blank_of(std::uint64_t bytes)
{
    if (prepared_.valid()) {
        auto prepared = prepared_.get();
        if (prepared.has_value() && bytes == options_.segment_bytes) {
            return prepared;
        }
        // Not tried again is what holds records. This is a file of zeros, thrown away and made anew from nothing.
    }
    return make_blank(options_.folder, bytes, options_.blank);
}

void LogWriter::prepare()
{
    const std::uint64_t half = header_bytes + (place_.header.bytes - header_bytes) / 2;
    if (options_.blank != Blank::written || prepared_.valid() || place_.position < half) {
        return;
    }
    const auto make = [folder = options_.folder, bytes = options_.segment_bytes]() -> Result<File> {
        auto made = make_blank(folder, bytes, Blank::written);
        if (!made.has_value()) {
            // Said now, while half a segment is left for someone to make room.
            log::warn("journal_next_segment_not_ready", {{"reason", made.error().what}});
        }
        return made;
    };
    try {
        prepared_ = std::async(std::launch::async, make);
    } catch (const std::system_error&) {
        prepared_ = {};  // no thread to be had: it is made when it is needed
    }
}

}  // namespace cordon::journal
