// SPDX-License-Identifier: MIT
#include <core/plugin/trial_bytes.h>

#include <QtCore/qdatastream.h>
#include <QtCore/qiodevice.h>

#include <map>
#include <type_traits>

namespace prun {

namespace {

/// Writes what it is given.
class Packer
{
public:
    explicit Packer(QByteArray *bytes) : m_stream(bytes, QIODevice::WriteOnly) { }

    template<typename Value>
    void operator()(const Value &value)
    {
        if constexpr (std::is_enum_v<Value>)
            m_stream << static_cast<qint64>(value);
        else
            m_stream << value;
    }
    template<typename Value>
    void operator()(const std::vector<Value> &values)
    {
        m_stream << static_cast<quint64>(values.size());
        for (const Value &value : values)
            (*this)(value);
    }
    void operator()(const std::pair<QByteArray, QByteArray> &pair)
    {
        m_stream << pair.first << pair.second;
    }

private:
    QDataStream m_stream;
};

/// Reads into what it is given.
class Unpacker
{
public:
    explicit Unpacker(const QByteArray &bytes) : m_stream(bytes) { }

    template<typename Value>
    void operator()(Value &value)
    {
        if constexpr (std::is_enum_v<Value>) {
            qint64 number = 0;
            m_stream >> number;
            value = static_cast<Value>(number);
        } else {
            m_stream >> value;
        }
    }
    template<typename Value>
    void operator()(std::vector<Value> &values)
    {
        quint64 count = 0;
        m_stream >> count;
        values.resize(static_cast<std::size_t>(count));
        for (Value &value : values)
            (*this)(value);
    }
    void operator()(std::pair<QByteArray, QByteArray> &pair)
    {
        m_stream >> pair.first >> pair.second;
    }

private:
    QDataStream m_stream;
};

// Each of these is for both directions, so that they cannot differ, and names all members, so that
// none is forgotten.

template<typename Way, typename Info>
void passInfo(Way &way, Info &info)
{
    way(info.kind);
    way(info.id);
    way(info.file);
}

template<typename Way, typename Context>
void passFormatter(Way &way, Context &context)
{
    auto &[options, presentation, terminal, columns, rows, colorDepth, unicode] = context;
    way(options);
    auto &[prefix, prefixLength, padPrefix, timestampFormat, prefixColors, hidden, quietSuccess,
           timings, quiet, verbose, logDirectory] = presentation;
    way(prefix);
    way(prefixLength);
    way(padPrefix);
    way(timestampFormat);
    way(prefixColors);
    way(hidden);
    way(quietSuccess);
    way(timings);
    way(quiet);
    way(verbose);
    way(logDirectory);
    for (auto &is : terminal)
        way(is);
    way(columns);
    way(rows);
    for (auto &bits : colorDepth)
        way(bits);
    way(unicode);
}

template<typename Way, typename Place>
void passSurroundings(Way &way, Place &surroundings)
{
    auto &[workingDirectory, environment, shell] = surroundings;
    auto &[kind, program] = shell;
    way(workingDirectory);
    way(environment);
    way(kind);
    way(program);
}

template<typename Way, typename Task>
void passTask(Way &way, Task &task)
{
    auto &[name, command, arguments, surroundings, role, sequence] = task;
    way(name);
    way(command);
    way(arguments);
    way(role);
    way(sequence); // the surroundings may be those of others, too
}

/// Surroundings once, however many tasks share them.
void packTasks(Packer &pack, std::span<const TaskSpec> tasks)
{
    std::map<const Surroundings *, quint64> places;
    pack(static_cast<quint64>(tasks.size()));
    for (const TaskSpec &task : tasks) {
        passTask(pack, task);
        const auto [place, fresh] = places.emplace(task.surroundings.get(), places.size());
        pack(place->second);
        if (fresh)
            passSurroundings(pack, *task.surroundings);
    }
}

void unpackTasks(Unpacker &unpack, std::vector<TaskSpec> *tasks)
{
    std::vector<std::shared_ptr<const Surroundings>> places;
    quint64 count = 0;
    unpack(count);
    tasks->resize(static_cast<std::size_t>(count));
    for (TaskSpec &task : *tasks) {
        passTask(unpack, task);
        quint64 place = 0;
        unpack(place);
        if (place == places.size()) {
            auto surroundings = std::make_shared<Surroundings>();
            passSurroundings(unpack, *surroundings);
            places.push_back(std::move(surroundings));
        }
        task.surroundings = places.at(static_cast<std::size_t>(place));
    }
}

} // namespace

QByteArray bytesOfTrial(const PluginInfo &info, const FormatterContext &context)
{
    QByteArray bytes;
    Packer pack(&bytes);
    passInfo(pack, info);
    passFormatter(pack, context);
    return bytes;
}

QByteArray bytesOfTrial(const PluginInfo &info, const HookContext &context)
{
    QByteArray bytes;
    Packer pack(&bytes);
    passInfo(pack, info);
    pack(context.options);
    pack(context.runId);
    packTasks(pack, context.tasks);
    return bytes;
}

std::unique_ptr<const Trial> trialOfBytes(const QByteArray &bytes)
{
    auto trial = std::make_unique<Trial>();
    Unpacker unpack(bytes);
    passInfo(unpack, trial->info);
    if (trial->info.kind == PluginKind::Hook) {
        unpack(trial->hook.options);
        unpack(trial->hook.runId);
        unpackTasks(unpack, &trial->tasks);
        trial->hook.tasks = trial->tasks;
        trial->hook.say = [](Notice::Level, const QByteArray &) {};
    } else {
        passFormatter(unpack, trial->formatter);
    }
    return trial;
}

} // namespace prun
