// SPDX-License-Identifier: Apache-2.0
#include "log_reader.hpp"

#include <fcntl.h>

#include <algorithm>
#include <utility>

namespace cordon::journal {

namespace {

/// Reading on through a segment, in so much at a time: about a thousand records.
constexpr std::size_t largest_step = std::size_t{256} << 10U;
/// At the writer's heels, where most of what is read would be zeros.
constexpr std::size_t smallest_step = std::size_t{16} << 10U;

bool is_end(const Look& look)
{
    return look.found == Found::nothing || (look.found == Found::cut_off && look.frame.size == 0);
}

}  // namespace

LogReader::LogReader(std::filesystem::path folder, LogKind kind, std::uint64_t after)
    : folder_{std::move(folder)}, kind_{kind}, wanted_{after + 1}, step_{smallest_step}
{
}

Result<std::optional<Frame>> LogReader::next(std::uint64_t end)
{
    if (wanted_ > end) {
        return std::optional<Frame>{};
    }
    if (!file_.is_open()) {
        CORDON_CHECK(find());
    }
    for (bool entered = false;;) {
        CORDON_TRY(const auto seen, look());
        if (is_end(seen) && !entered) {
            CORDON_CHECK(enter(number_));
            entered = true;
            continue;
        }
        if (seen.found != Found::whole || seen.frame.number != number_) {
            return refuse(fault_here("a record that was durable is not what was written"));
        }
        given_position_ = position_;
        position_ += seen.frame.size;
        entered = false;
        if (number_++ == wanted_) {
            ++wanted_;
            return std::optional{seen.frame};
        }
    }
}

std::string LogReader::where() const
{
    return file_.path().string() + " (byte " + std::to_string(given_position_) + ", offset " +
           std::to_string(wanted_ - 1) + ')';
}

Fault LogReader::fault_here(const char* what) const
{
    return {file_.path().string() + ": " + what + " (byte " + std::to_string(position_) + ", offset " +
            std::to_string(number_) + ')'};
}

Result<void> LogReader::find()
{
    CORDON_TRY(const auto segments, list_segments(folder_));
    const auto after = std::ranges::upper_bound(segments, wanted_, {}, &SegmentPath::first);
    if (after == segments.begin()) {
        return refuse(folder_.string() + " has no segment with record " + std::to_string(wanted_));
    }
    return enter(std::prev(after)->first);
}

Result<void> LogReader::enter(std::uint64_t first)
{
    CORDON_TRY(file_, open_file(folder_ / segment_name(first), O_RDONLY));
    Bytes page(header_bytes);
    CORDON_TRY(const auto got, read_at(file_, page, 0));
    const auto header = decode_header(ByteView{page}.first(got), kind_);
    if (!header.has_value()) {
        return refuse(file_.path().string() + ": " + header.error().what);
    }
    header_ = header.value();
    if (header_.first != first) {
        return refuse(file_.path().string() + ": the header at byte 0 is that of " + segment_name(header_.first));
    }
    position_ = header_bytes;
    number_ = first;
    buffer_.clear();
    buffer_position_ = position_;
    return done();
}

Result<Look> LogReader::look()
{
    const auto in_buffer = [this] {
        return look_at_frame(ByteView{buffer_}.subspan(position_ - buffer_position_), header_.salt);
    };
    Look seen = in_buffer();
    if (seen.found == Found::whole) {
        return seen;
    }
    // The end of the buffer, or bytes that the writer had not finished when they were read: it has by now.
    step_ = seen.found == Found::cut_off ? std::min(step_ * 2, largest_step) : smallest_step;
    CORDON_CHECK(refill(std::max(step_, seen.frame.size)));
    seen = in_buffer();
    if (seen.found == Found::cut_off && seen.frame.size > buffer_.size()) {
        CORDON_CHECK(refill(seen.frame.size));
        seen = in_buffer();
    }
    return seen;
}

Result<void> LogReader::refill(std::size_t bytes)
{
    const std::uint64_t left = header_.bytes - std::min(header_.bytes, position_);
    buffer_.resize(std::min<std::uint64_t>(bytes, left));
    buffer_position_ = position_;
    CORDON_TRY(const auto got, read_at(file_, buffer_, position_));
    buffer_.resize(got);
    return done();
}

}  // namespace cordon::journal
