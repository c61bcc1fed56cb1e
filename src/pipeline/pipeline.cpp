// SPDX-License-Identifier: Apache-2.0
#include "journal_thread.hpp"
#include "recorder.hpp"

#include <cordon/core/ensure.hpp>
#include <cordon/pipeline/pipeline.hpp>

#include <utility>
#include <vector>

namespace cordon::pipeline {

namespace {

std::vector<std::unique_ptr<Shard>> make_room(std::size_t shards)
{
    ensure(shards > 0, "somebody has to run the rules");
    std::vector<std::unique_ptr<Shard>> room;
    room.reserve(shards);
    return room;
}

}  // namespace

class Pipeline::Impl {
public:
    Impl(const Options& options, port::Journal& journal, port::Feed& feed, const port::Clock& clock, Counters& counters)
        : journal_{journal},
          registry_{options.shards},
          shards_{make_room(options.shards)},
          recorder_{shards_, feed, clock, counters, options.fatal},
          router_{registry_, shards_},
          journal_thread_{journal, clock, registry_, router_, counters, options.fatal}
    {
        for (std::size_t i = 0; i < options.shards; ++i) {
            shards_.push_back(std::make_unique<Shard>(i, options.shards, recorder_.bell()));
        }
    }

    Result<void> start()
    {
        recorder_.start(journal_.end());
        for (const auto& shard : shards_) {
            shard->start();
        }
        CORDON_CHECK(journal_thread_.replay());
        journal_thread_.start();
        return done();
    }

    // In the order a record goes, so that each finishes what the one before it still gave.
    void stop()
    {
        journal_thread_.stop();
        for (const auto& shard : shards_) {
            shard->stop();
        }
        recorder_.stop();
    }

    port::Journal& journal_;
    Registry registry_;
    std::vector<std::unique_ptr<Shard>> shards_;
    Recorder recorder_;
    Router router_;
    JournalThread journal_thread_;
};

Pipeline::Pipeline(const Options& options, port::Journal& journal, port::Feed& feed, const port::Clock& clock,
                   Counters& counters)
    : impl_{std::make_unique<Impl>(options, journal, feed, clock, counters)}
{
}

Pipeline::~Pipeline()
{
    impl_->stop();
}

port::Intake& Pipeline::open_intake(std::function<void()> wake)
{
    return impl_->journal_thread_.open_intake(std::move(wake));
}

std::shared_ptr<const model::Device> Pipeline::find(const DeviceId& id) const
{
    return impl_->registry_.find(id);
}

void Pipeline::on_settled(std::function<void()> wake)
{
    impl_->recorder_.on_settled(std::move(wake));
}

Result<void> Pipeline::start()
{
    return impl_->start();
}

void Pipeline::stop()
{
    impl_->stop();
}

}  // namespace cordon::pipeline
