// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include <cordon/core/bytes.hpp>
#include <cordon/model/observation_json.hpp>
#include <cordon/wire/protocol.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

/// `cordon decode --vectors FILE`: frames of any protocol to observations, a line out a line in, without a daemon. The
/// lines are those of interface.md, `decode`.
namespace cordon::app {

namespace {

using nlohmann::json;

/// One vector as far as decoding needs it.
struct Vector {
    std::string id;
    std::string protocol;
    wire::Transport transport = wire::Transport::tcp;
    bool framing_only = false;
    Bytes bytes;
    std::optional<Bytes> login_frame;
    model::Device device;
};

std::string text_of(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// `frame_hex` is one frame; where it is absent, `wire_hex` is what goes on a socket; text protocols have `frame_text`.
std::optional<Bytes> frame_bytes(const json& line)
{
    for (const char* key : {"frame_hex", "wire_hex"}) {
        if (const std::string hex = text_of(line, key); !hex.empty()) {
            return from_hex(hex);
        }
    }
    const std::string text = text_of(line, "frame_text");
    return Bytes{text.begin(), text.end()};
}

void read_context(const json& context, Vector& out)
{
    out.device.id.text = text_of(context, "device_id");
    if (const std::string login = text_of(context, "login_frame"); !login.empty()) {
        out.login_frame = from_hex(login);
    }
    if (const std::string name = text_of(context, "model"); !name.empty()) {
        out.device.model = name;
    }
    out.device.io16_group = context.value("io16_group", false);
    out.device.clock_offset_min = context.value("device_clock_utc_offset_minutes", 0);
}

Result<Vector> read_vector(const std::string& text)
{
    const json line = json::parse(text, nullptr, false);
    if (!line.is_object() || text_of(line, "id").empty() || text_of(line, "protocol").empty()) {
        return refuse("it must be a JSON object with \"id\" and \"protocol\"");
    }
    Vector out{.id = text_of(line, "id"), .protocol = text_of(line, "protocol")};
    out.transport = text_of(line, "transport") == "udp" ? wire::Transport::udp : wire::Transport::tcp;
    out.framing_only = text_of(line, "type") == "framing";
    auto bytes = frame_bytes(line);
    if (!bytes) {
        return refuse("its frame must be hexadecimal, two digits a byte");
    }
    out.bytes = std::move(*bytes);
    try {
        if (const auto context = line.find("context"); context != line.end() && context->is_object()) {
            read_context(*context, out);
        }
    } catch (const json::exception&) {
        return refuse("its \"context\" must hold true or false, and whole minutes");
    }
    return out;
}

/// The vectors know no instant of receipt, so what comes out has none.
json to_line(const model::Observation& observation)
{
    json line = json::parse(model::to_json(observation));
    line.erase("received");
    return line;
}

json answer(const Vector& vector, std::string_view outcome)
{
    return {{"id", vector.id}, {"outcome", outcome}, {"device", nullptr}, {"observations", json::array()},
            {"reply_hex", ""}, {"error", nullptr}};
}

json rejected(const Vector& vector, const wire::Dialect& dialect, wire::WireError why)
{
    json line = answer(vector, "reject");
    line["reply_hex"] = to_hex(dialect.refusal(vector.bytes, why));
    line["error"] = wire::to_string(why);
    return line;
}

/// What is left of a stream after the pings at its front.
ByteView past_pings(const wire::Dialect& dialect, ByteView stream)
{
    for (;;) {
        const wire::Framing found = dialect.next_frame(stream);
        if (found.kind != wire::Framing::Kind::skip) {
            return stream;
        }
        stream = stream.subspan(found.size);
    }
}

/// The first frame a stream of these bytes gives; empty where it gives none.
ByteView first_frame(const wire::Dialect& dialect, ByteView stream)
{
    const ByteView rest = past_pings(dialect, stream);
    const wire::Framing found = dialect.next_frame(rest);
    return found.kind == wire::Framing::Kind::frame ? rest.first(found.size) : ByteView{};
}

/// Who the frame is from: itself says so, or the connection's login before it did.
Result<DeviceId, wire::WireError> sender_of(const Vector& vector, const wire::Dialect& dialect, ByteView frame)
{
    CORDON_TRY(const auto named, dialect.identify(frame));
    if (named) {
        return *named;
    }
    if (vector.login_frame) {
        CORDON_TRY(const auto logged_in, dialect.identify(*vector.login_frame));
        if (logged_in) {
            return *logged_in;
        }
    }
    if (!vector.device.id.text.empty()) {
        return vector.device.id;
    }
    return refuse(wire::WireError::identity);  // data before any login
}

json decoded(const Vector& vector, const wire::Dialect& dialect)
{
    const ByteView frame = past_pings(dialect, vector.bytes);
    if (frame.empty() && !vector.bytes.empty()) {
        return answer(vector, "none");
    }
    const wire::Framing found = dialect.next_frame(frame);
    if (found.kind != wire::Framing::Kind::frame) {
        return rejected(vector, dialect, found.error);
    }
    if (found.size != frame.size()) {
        return rejected(vector, dialect, wire::WireError::trailing);
    }
    model::Device device = vector.device;
    const auto sender = sender_of(vector, dialect, frame);
    if (!sender) {
        return rejected(vector, dialect, sender.error());
    }
    device.id = sender.value();
    const auto read = dialect.decode(frame, device, UtcTime{});
    if (!read) {
        return rejected(vector, dialect, read.error());
    }
    json line = answer(vector, wire::to_string(read.value().outcome));
    line["device"] = device.id.text;
    for (const model::Observation& observation : read.value().observations) {
        line["observations"].push_back(to_line(observation));
    }
    line["reply_hex"] = to_hex(read.value().reply);
    return line;
}

json decode(const Vector& vector)
{
    const auto protocol = model::protocol_named(vector.protocol);
    const wire::Dialect* dialect = protocol ? wire::dialect_of(*protocol, vector.transport) : nullptr;
    if (dialect == nullptr) {
        json line = answer(vector, "none");
        line["error"] = "protocol " + vector.protocol + " is not read by this release";
        return line;
    }
    if (vector.framing_only) {
        json line = answer(vector, "framing");
        line["first_frame_hex"] = to_hex(first_frame(*dialect, vector.bytes));
        return line;
    }
    return decoded(vector, *dialect);
}

void run(const std::string& path)
{
    std::ifstream file;
    if (path != "-") {
        file.open(path);
        if (!file) {
            throw CommandFailed{2, "decode: cannot read " + path + "; --vectors takes a file of JSON lines"};
        }
    }
    std::istream& in = path == "-" ? std::cin : file;
    std::string text;
    for (std::size_t number = 1; std::getline(in, text); ++number) {
        if (text.empty()) {
            continue;
        }
        const auto vector = read_vector(text);
        if (!vector) {
            throw CommandFailed{2, "decode: " + path + " line " + std::to_string(number) + ": " + vector.error().what};
        }
        std::cout << decode(vector.value()).dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    }
    if (!std::cout.flush()) {
        throw CommandFailed{1, "decode: cannot write to standard output"};
    }
}

}  // namespace

void add_decode(CLI::App& program)
{
    auto* const command = program.add_subcommand("decode", "Wire frames to observations, without a daemon");
    auto* const path =
        command->add_option("--vectors", "Frames, a JSON object a line (interface.md); - is standard input")
            ->required()
            ->type_name("FILE");
    command->callback([path] { run(path->as<std::string>()); });
}

}  // namespace cordon::app
