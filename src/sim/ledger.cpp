// SPDX-License-Identifier: Apache-2.0
#include <cordon/sim/ledger.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <iterator>
#include <string>
#include <system_error>

namespace cordon::sim {

namespace {

std::string why()
{
    return std::generic_category().message(errno);
}

}  // namespace

void Ledger::Close::operator()(std::FILE* file) const noexcept
{
    std::fclose(file);  // what was acknowledged has been flushed; there is nothing left to lose
}

Result<Ledger> Ledger::open(const std::filesystem::path& path)
{
    File file{std::fopen(path.c_str(), "we")};
    if (!file) {
        return refuse(fmt::format("the ledger {} cannot be written: {}", path.string(), why()));
    }
    return Ledger{std::move(file), path};
}

Result<void> Ledger::acknowledged(const DeviceId& device, std::span<const Reported> records, UtcTime at)
{
    std::string lines;
    const std::string acked = to_rfc3339(at);
    for (const Reported& record : records) {
        fmt::format_to(std::back_inserter(lines), R"({{"device":"{}","fix_time":"{}","lat":{:.7f},"lon":{:.7f},)",
                       device.text, to_rfc3339(record.fix_time), record.position.lat(), record.position.lon());
        if (!record.fix) {
            lines += R"("valid":false,)";
        }
        if (record.event) {
            fmt::format_to(std::back_inserter(lines), R"("event":"{}",)", model::to_string(*record.event));
        }
        fmt::format_to(std::back_inserter(lines), "\"acked\":\"{}\"}}\n", acked);
    }
    if (std::fwrite(lines.data(), 1, lines.size(), file_.get()) != lines.size() || std::fflush(file_.get()) != 0) {
        return refuse(fmt::format("the ledger {} cannot be written: {}", path_.string(), why()));
    }
    return done();
}

}  // namespace cordon::sim
