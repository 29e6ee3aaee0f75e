// SPDX-License-Identifier: MIT
#include <core/sources/package_json.h>

#include <core/config/json_reader.h>
#include <core/config/printable.h>
#include <core/config/suggestion.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

using Kind = JsonValue::Kind;

bool isDrivePath(QByteArrayView path)
{
    return path.size() >= 2 && path[1] == ':';
}

bool isSeparator(QByteArrayView path, qsizetype at)
{
    return path[at] == '/' || (path[at] == '\\' && isDrivePath(path));
}

bool isMissing(const Error &error)
{
    return error.cause() == std::errc::no_such_file_or_directory
        || error.cause() == std::errc::not_a_directory;
}

// As npm names them: `npm_package_config_port`, `npm_package_bin_0`, …
void addVariables(const QByteArray &name, const JsonValue &value,
                  std::vector<EnvironmentEntry> &variables)
{
    switch (value.kind()) {
    case Kind::Object:
        for (const JsonMember &member : value.members())
            addVariables(name + '_' + member.key.text(), member.value, variables);
        return;
    case Kind::Array: {
        const std::vector<JsonValue> items = value.items();
        for (std::size_t i = 0; i < items.size(); ++i)
            addVariables(name + '_' + QByteArray::number(i), items[i], variables);
        return;
    }
    case Kind::Null:
        variables.emplace_back(name, "");
        return;
    default:
        const QByteArray text = value.text();
        const bool passable = !name.contains('=') && !name.contains('\0') && !text.contains('\0');
        if (passable)
            variables.emplace_back(
                name, value.is(Kind::Boolean) && text == "false" ? QByteArray() : text);
    }
}

QByteArray stringIn(const JsonValue &object, QByteArrayView key)
{
    const std::optional<JsonValue> value = object.find(key);
    return value && value->is(Kind::String) ? value->text() : QByteArray();
}

// Whoever has a key twice in what is not run here may keep it: npm takes the last one.
Result<void> checkOnce(const JsonValue &object, const std::function<bool(QByteArrayView)> &concerns)
{
    QHash<QByteArray, JsonValue> keys; // where() counts the lines before it: only for one of them
    for (const JsonMember &member : object.members()) {
        const QByteArray key = member.key.text();
        if (!concerns(key))
            continue;
        if (const auto first = keys.constFind(key); first != keys.constEnd())
            return member.key.error(u"the key %1 is there twice"_s.arg(quoted(key)))
                .hint(u"the first is at %1"_s.arg(first->where()));
        keys.insert(key, member.key);
    }
    return {};
}

// What package.json has in place of comments.
bool isComment(QByteArrayView key)
{
    return key == "//";
}

Result<void> addScripts(const JsonValue &scripts, PackageJson &package)
{
    if (!scripts.is(Kind::Object))
        return scripts.error(u"\"scripts\" is %1, not an object"_s.arg(nameOf(scripts.kind())));
    package.scriptsPlace = scripts.where();
    if (auto once = checkOnce(scripts, [](QByteArrayView key) { return !isComment(key); }); !once)
        return once;
    for (const JsonMember &member : scripts.members()) {
        PackageScript script{ member.key.text(), {} };
        if (isComment(script.name))
            continue;
        if (script.name.isEmpty())
            return member.key.error(u"a script has no name"_s);
        if (!member.value.is(Kind::String))
            return member.value.error(u"script %1 is %2, not a string"_s.arg(
                quoted(script.name), nameOf(member.value.kind())));
        script.body = member.value.text();
        if (script.body.contains('\0') || script.name.contains('\0'))
            return member.value.error(u"script %1 has a NUL character"_s.arg(quoted(script.name)));
        package.scriptPlaces.insert(script.name, package.scripts.size());
        package.scripts.push_back(std::move(script));
    }
    return {};
}

} // namespace

const PackageScript *PackageJson::find(QByteArrayView script) const
{
    const auto found = scriptPlaces.constFind(script.toByteArray());
    return found == scriptPlaces.constEnd() ? nullptr : &scripts[*found];
}

QByteArrayList PackageJson::scriptNames() const
{
    QByteArrayList names;
    for (const PackageScript &script : scripts)
        names << script.name;
    return names;
}

Error PackageJson::unknownScript(QByteArrayView script) const
{
    if (scripts.empty())
        return Error(Error::Code::Config, u"the package has no scripts"_s).in(scriptsPlace);
    QStringList names;
    for (const PackageScript &known : scripts)
        names << printable(known.name);
    Error error = Error(Error::Code::Config, u"there is no script %1"_s.arg(quoted(script)));
    const QString meant = didYouMean(printable(script), names);
    constexpr qsizetype few = 8;
    if (!meant.isNull())
        error = std::move(error).hint(meant);
    else if (names.size() <= few)
        error = std::move(error).hint(u"there are %1"_s.arg(names.join(u", ")));
    else
        error =
            std::move(error).hint(u"there are %1 and %2 more"_s.arg(names.first(few).join(u", "))
                                      .arg(names.size() - few));
    return std::move(error).in(scriptsPlace);
}

Result<PackageJson> parsePackageJson(QByteArray text, const QByteArray &file)
{
    const auto document =
        JsonDocument::parse(std::move(text), printable(file), { .duplicates = true });
    if (!document)
        return Error(document.error());
    const JsonValue root = document->root();
    if (!root.is(Kind::Object))
        return root.error(u"a package.json is an object, not %1"_s.arg(nameOf(root.kind())));
    const auto once = checkOnce(root, [](QByteArrayView key) { return key == "scripts"; });
    if (!once)
        return Error(once.error());
    PackageJson package;
    package.file = file;
    package.folder = parentFolder(file);
    package.name = stringIn(root, "name");
    package.version = stringIn(root, "version");
    package.packageManager = stringIn(root, "packageManager");
    package.scriptsPlace = printable(file);
    for (const QByteArrayView key : { "name", "version", "config", "engines", "bin" }) {
        if (const auto value = root.find(key))
            addVariables("npm_package_" + key.toByteArray(), *value, package.variables);
    }
    if (const auto scripts = root.find("scripts")) {
        if (auto added = addScripts(*scripts, package); !added)
            return std::move(added.error());
    }
    return package;
}

Result<PackageJson> findPackageJson(const QByteArray &folder, const FileReader &read)
{
    for (QByteArray at = folder; !at.isNull(); at = parentFolder(at)) {
        const QByteArray file = inFolder(at, "package.json");
        auto text = read(file);
        if (text)
            return parsePackageJson(std::move(*text), file);
        if (!isMissing(text.error()))
            return std::move(text.error());
    }
    return Error(Error::Code::Config,
                 u"there is no package.json in %1 or a folder above it"_s.arg(quoted(folder)));
}

QByteArray parentFolder(const QByteArray &folder)
{
    const qsizetype root = isDrivePath(folder) ? 3 : 1; // length of `C:\` or `/`
    qsizetype end = folder.size();
    while (end > root && isSeparator(folder, end - 1))
        --end;
    if (end <= root)
        return {};
    while (end > root && !isSeparator(folder, end - 1))
        --end;
    while (end > root && isSeparator(folder, end - 1))
        --end;
    return isSeparator(folder, std::min(root, folder.size()) - 1) ? folder.first(end)
                                                                  : QByteArray();
}

QByteArray inFolder(const QByteArray &folder, QByteArrayView name)
{
    const bool ends = !folder.isEmpty() && isSeparator(folder, folder.size() - 1);
    const char *const separator = isDrivePath(folder) && !folder.contains('/') ? "\\" : "/";
    return (ends ? folder : folder + separator) + name.toByteArray();
}

} // namespace prun
