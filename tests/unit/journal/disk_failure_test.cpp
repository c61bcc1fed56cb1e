// SPDX-License-Identifier: Apache-2.0
#include "disk.hpp"
#include "journal_room.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <functional>
#include <random>
#include <string>

namespace cordon::journal {
namespace {

// What the disk is told to do: fail the n-th call from now, once, as a kernel does.
std::atomic<int> writes_until_failure{-1};
std::atomic<int> syncs_until_failure{-1};
std::atomic<int> calls_after_failure{0};
std::atomic<bool> failed{false};

bool fails_now(std::atomic<int>& until)
{
    calls_after_failure += failed ? 1 : 0;
    if (until < 0 || until-- > 0) {
        return false;
    }
    failed = true;
    errno = EIO;
    return true;
}

ssize_t failing_pwrite(int file, const void* bytes, std::size_t count, off_t position)
{
    return fails_now(writes_until_failure) ? -1 : ::pwrite(file, bytes, count, position);
}

int failing_fdatasync(int file)
{
    return fails_now(syncs_until_failure) ? -1 : ::fdatasync(file);
}

// At most 100 bytes a call: a write that a signal or a full disk cuts short.
ssize_t short_pwrite(int file, const void* bytes, std::size_t count, off_t position)
{
    static std::atomic<int> calls{0};
    if (++calls % 3 == 0) {
        errno = EINTR;
        return -1;
    }
    return ::pwrite(file, bytes, std::min<std::size_t>(count, 100), position);
}

void let_it_fail()
{
    disk_calls.pwrite = failing_pwrite;
    disk_calls.fdatasync = failing_fdatasync;
}

void mend_it()
{
    disk_calls.pwrite = ::pwrite;
    disk_calls.fdatasync = ::fdatasync;
}

class DiskFailure : public ::testing::Test {
protected:
    ~DiskFailure() override
    {
        mend_it();
        writes_until_failure = -1;
        syncs_until_failure = -1;
        calls_after_failure = 0;
        failed = false;
    }
};

/// Far from half full, so that no thread makes the next segment ready and meets the failure instead.
constexpr std::size_t roomy = 65'536;

TEST_F(DiskFailure, a_failed_sync_is_never_acknowledged_and_never_tried_again)
{
    const Room room;
    Counters counters;
    auto journal = open(room.folder(), counters, roomy);
    ASSERT_TRUE(journal.value()->append(numbered(1, 4)).has_value());
    let_it_fail();
    syncs_until_failure = 0;

    const auto refused = journal.value()->append(numbered(4, 6));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().what, newest(room.folder()).string() + " cannot be synced: Input/output error");
    EXPECT_EQ(journal.value()->append(numbered(4, 6)).error(), refused.error());
    EXPECT_EQ(journal.value()->append({}).error(), refused.error());
    EXPECT_EQ(calls_after_failure, 0) << "after one failure the disk is not touched";
    EXPECT_EQ(journal.value()->end(), Offset{3});
    EXPECT_EQ(count_sound(*journal.value()), 3U) << "a reader sees nothing of it";
}

TEST_F(DiskFailure, a_failed_write_is_never_acknowledged_and_never_tried_again)
{
    const Room room;
    Counters counters;
    auto journal = open(room.folder(), counters, roomy);
    ASSERT_TRUE(journal.value()->append(numbered(1, 4)).has_value());
    let_it_fail();
    writes_until_failure = 0;

    ASSERT_FALSE(journal.value()->append(numbered(4, 6)).has_value());
    ASSERT_FALSE(journal.value()->append(numbered(4, 6)).has_value());
    EXPECT_EQ(calls_after_failure, 0);
    EXPECT_EQ(journal.value()->end(), Offset{3});
    journal.value().reset();
    mend_it();
    const auto again = open(room.folder(), counters);
    EXPECT_EQ(count_sound(*again.value()), 3U);
}

TEST_F(DiskFailure, whatever_the_failed_sync_left_is_synced_by_the_next_start_before_anyone_reads_it)
{
    const Room room;
    Counters counters;
    auto journal = open(room.folder(), counters, roomy);
    ASSERT_TRUE(journal.value()->append(numbered(1, 4)).has_value());
    let_it_fail();
    syncs_until_failure = 0;
    ASSERT_FALSE(journal.value()->append(numbered(4, 6)).has_value());
    journal.value().reset();
    failed = false;
    syncs_until_failure = 0;

    EXPECT_NE(refusal(room.folder()), "") << "the start itself cannot sync";
    mend_it();
    const auto again = open(room.folder(), counters);
    EXPECT_EQ(count_sound(*again.value()), 5U);
}

// Every third write and sync of a run over several segments fails once, one run each: what was acknowledged is there.
TEST_F(DiskFailure, wherever_it_strikes_what_was_acknowledged_is_there_at_the_next_start)
{
    for (const bool sync : {false, true}) {
        for (int at = 0; at < 48; at += 3) {
            const Room room;
            Counters counters;
            std::uint64_t acknowledged = 0;
            {
                auto journal = open(room.folder(), counters);
                let_it_fail();
                (sync ? syncs_until_failure : writes_until_failure) = at;
                for (std::uint64_t n = 1; n < 120; n += 4) {
                    const auto appended = journal.value()->append(numbered(n, n + 4));
                    if (!appended.has_value()) {
                        break;
                    }
                    acknowledged = appended.value().value;
                }
            }
            mend_it();
            writes_until_failure = -1;
            syncs_until_failure = -1;
            const auto again = open(room.folder(), counters);
            ASSERT_TRUE(again.has_value()) << again.error().what;
            ASSERT_GE(count_sound(*again.value()), acknowledged) << at;
        }
    }
}

TEST_F(DiskFailure, a_write_that_is_cut_short_or_interrupted_goes_on)
{
    const Room room;
    disk_calls.pwrite = short_pwrite;
    fill(room.folder(), {5, 30, 5});

    Counters counters;
    const auto journal = open(room.folder(), counters);
    EXPECT_EQ(count_sound(*journal.value()), 40U);
}

/// Runs it in a process of its own; what it returns is how that exits.
int in_a_child(const std::function<int()>& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(DiskFailure, no_room_for_a_further_segment_refuses_and_keeps_what_was_there)
{
    const Room room;
    const int outcome = in_a_child([&] {
        Counters counters;
        auto journal = open(room.folder(), counters);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = small_segment / 2, .rlim_max = small_segment / 2};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        // Within the limit only a header fits: the first append already meets it.
        if (journal.value()->append(numbered(1, 2)).has_value()) {
            return 1;
        }
        return journal.value()->append(numbered(1, 2)).has_value() ? 2 : 0;
    });
    EXPECT_EQ(outcome, 0);
    EXPECT_EQ(refusal(room.folder()), "");
}

TEST_F(DiskFailure, a_full_disk_refuses_and_keeps_what_was_there)
{
    const Room room;
    const auto disk = room.path() / "disk";
    std::filesystem::create_directory(disk);
    if (::mount("cordon-test", disk.c_str(), "tmpfs", 0, "size=256k") != 0) {
        GTEST_SKIP() << "a small file system cannot be mounted here (needs root)";
    }
    std::uint64_t acknowledged = 0;
    std::string why;
    {
        Counters counters;
        auto journal = open(disk / "journal", counters, 65'536);
        ASSERT_TRUE(journal.has_value()) << journal.error().what;
        for (std::uint64_t n = 1; why.empty(); n += 20) {
            const auto appended = journal.value()->append(numbered(n, n + 20));
            if (appended.has_value()) {
                acknowledged = appended.value().value;
            } else {
                why = appended.error().what;
            }
        }
        EXPECT_FALSE(journal.value()->append(numbered(1, 2)).has_value());
        EXPECT_EQ(count_sound(*journal.value()), acknowledged);
    }
    EXPECT_TRUE(why.ends_with("cannot be written: No space left on device")) << why;
    EXPECT_GT(acknowledged, 500U);
    {
        Counters counters;
        const auto journal = open(disk / "journal", counters, 65'536);
        ASSERT_TRUE(journal.has_value()) << journal.error().what;
        EXPECT_GE(count_sound(*journal.value()), acknowledged);
    }
    EXPECT_EQ(::umount(disk.c_str()), 0);
}

/// Appends until it is killed, and says each acknowledged offset on the pipe.
[[noreturn]] void append_for_ever(const std::filesystem::path& folder, int pipe)
{
    Counters counters;
    auto journal = open(folder, counters, 32'768);
    for (std::uint64_t n = journal.has_value() ? journal.value()->end().value + 1 : 0; n > 0;) {
        const std::uint64_t until = n + 1 + n % 9;
        const auto appended = journal.value()->append(numbered(n, until));
        if (!appended.has_value() || ::write(pipe, &appended.value().value, sizeof(std::uint64_t)) < 0) {
            break;
        }
        n = until;
    }
    ::_exit(1);
}

TEST(KillNine, thirty_times_in_full_flow_loses_nothing_that_was_acknowledged)
{
    const Room room;
    std::mt19937 random{20'260'105};
    std::uint64_t acknowledged = 0;
    for (int round = 0; round < 30; ++round) {
        int ends[2] = {};
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            append_for_ever(room.folder(), ends[1]);
        }
        ::close(ends[1]);
        const auto heard = [&] { return ::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged; };
        for (auto left = 1 + random() % 25; left > 0; --left) {
            ASSERT_TRUE(heard()) << "round " << round;
        }
        ::kill(child, SIGKILL);
        while (heard()) {
        }
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);

        Counters counters;
        const auto journal = open(room.folder(), counters, 32'768);
        ASSERT_TRUE(journal.has_value()) << journal.error().what;
        ASSERT_GE(journal.value()->end().value, acknowledged);
        ASSERT_EQ(count_sound(*journal.value()), journal.value()->end().value) << "round " << round;
    }
    EXPECT_GT(acknowledged, 30U);
}

}  // namespace
}  // namespace cordon::journal
