// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace cordon::test {

/// A PostgreSQL cluster of this test program's own, with PostGIS: over a unix socket in a short temporary folder, no
/// TCP, unsynced, and gone at the end. The server dies with the test program however that ends. As root it runs as
/// `postgres`, because initdb refuses root.
class PostgresCluster {
public:
    PostgresCluster()
    {
        std::string pattern = "/tmp/cpgXXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder for a cluster"};
        }
        folder_ = pattern;
        if (const passwd* owner = server_user()) {
            if (::chown(folder_.c_str(), owner->pw_uid, owner->pw_gid) != 0) {
                throw std::runtime_error{"the cluster's folder cannot be given to postgres"};
            }
        }
        const auto initdb = spawn({bin() / "initdb", "-D", folder_ / "data", "-A", "trust", "-U", "postgres", "-E",
                                   "UTF8", "--no-locale", "--no-sync"});
        if (wait_for(initdb) != 0) {
            throw std::runtime_error{"initdb failed"};
        }
        start();
    }

    ~PostgresCluster()
    {
        stop();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;
    PostgresCluster(PostgresCluster&&) = delete;
    PostgresCluster& operator=(PostgresCluster&&) = delete;

    /// Returns once it takes connections.
    void start()
    {
        server_ = spawn({bin() / "postgres", "-D", folder_ / "data", "-k", folder_, "-c", "listen_addresses=", "-c",
                         "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=30", "-c",
                         "logging_collector=off"});
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
        while (wait_for(spawn({bin() / "pg_isready", "-q", "-h", folder_, "-p", "5432"})) != 0) {
            if (std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error{"the cluster does not start"};
            }
        }
    }

    /// As at a power cut: every connection breaks, nothing is written down.
    void stop()
    {
        if (server_ > 0) {
            ::kill(server_, SIGQUIT);
            wait_for(server_);
            server_ = -1;
        }
    }

    [[nodiscard]] std::string url() const { return "host=" + folder_.string() + " user=postgres dbname=postgres"; }

private:
    static std::filesystem::path bin() { return "/usr/lib/postgresql/15/bin"; }

    static const passwd* server_user() { return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; }

    [[nodiscard]] pid_t spawn(const std::vector<std::string>& words) const
    {
        std::vector<char*> arguments;
        for (const std::string& word : words) {
            arguments.push_back(const_cast<char*>(word.c_str()));
        }
        arguments.push_back(nullptr);
        const passwd* user = server_user();
        const pid_t child = ::fork();
        if (child == 0) {
            if (user != nullptr && (::initgroups("postgres", user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 ||
                                    ::setuid(user->pw_uid) != 0)) {
                ::_exit(126);
            }
            ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // after setuid, which would clear it
            const int quiet = ::open("/dev/null", O_RDWR);
            ::dup2(quiet, STDOUT_FILENO);
            ::dup2(quiet, STDERR_FILENO);
            if (::chdir("/") == 0) {
                ::execv(arguments.front(), arguments.data());
            }
            ::_exit(127);
        }
        return child;
    }

    static int wait_for(pid_t child)
    {
        int status = -1;
        ::waitpid(child, &status, 0);
        return status;
    }

    std::filesystem::path folder_;
    pid_t server_ = -1;
};

/// The cluster that tests share which do not stop it.
inline PostgresCluster& shared_cluster()
{
    static PostgresCluster cluster;
    return cluster;
}

/// A database of its own for one test, empty: in the cluster that CORDON_TEST_DATABASE_URL names, else in a private
/// one.
class FreshDatabase {
public:
    explicit FreshDatabase(std::string server) : server_{std::move(server)}
    {
        static std::atomic<int> made{0};
        name_ = "cordon_test_" + std::to_string(::getpid()) + "_" + std::to_string(made++);
        execute(server_, "create database " + name_ + " template template0");
    }

    FreshDatabase() : FreshDatabase{server_url()} {}

    ~FreshDatabase()
    {
        try {
            execute(server_, "drop database if exists " + name_ + " with (force)");
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
    }

    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;
    FreshDatabase(FreshDatabase&&) = delete;
    FreshDatabase& operator=(FreshDatabase&&) = delete;

    [[nodiscard]] std::string url() const
    {
        if (server_.starts_with("postgres")) {  // a URI: its path is the database
            const auto path = server_.find('/', server_.find("//") + 2);
            const auto query = server_.find('?');
            const std::string base = server_.substr(0, std::min(path, query));
            return base + "/" + name_ + (query == std::string::npos ? "" : server_.substr(query));
        }
        return server_ + " dbname=" + name_;
    }

    /// The first column of the first row, as text; "" where it is null.
    [[nodiscard]] std::string ask(const std::string& sql) const
    {
        pqxx::connection connection{url()};
        pqxx::nontransaction session{connection};
        const auto rows = session.exec(sql);
        return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].as<std::string>();
    }

    void execute(const std::string& sql) const { execute(url(), sql); }

    /// Breaks every connection that is named so, as a crash of the server's process would.
    void break_connections(const std::string& application) const
    {
        static_cast<void>(ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '" +
                              name_ + "' and application_name = '" + application + "'"));
    }

private:
    static std::string server_url()
    {
        const char* given = std::getenv("CORDON_TEST_DATABASE_URL");
        return given != nullptr && *given != '\0' ? given : shared_cluster().url();
    }

    static void execute(const std::string& url, const std::string& sql)
    {
        pqxx::connection connection{url};
        const pqxx::quiet_errorhandler quiet{connection};
        pqxx::nontransaction session{connection};
        session.exec(sql);
    }

    std::string server_;
    std::string name_;
};

/// Waits for the thing itself; says whether it came within half a minute.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

}  // namespace cordon::test
