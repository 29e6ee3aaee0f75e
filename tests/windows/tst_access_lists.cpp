// SPDX-License-Identifier: MIT
// Who may write to files and folders, as Windows sets it up and as it can go wrong.
#include "outside.h"

#include <platform/file_access_win.h>

#include <QtCore/qdir.h>
#include <QtTest/qtest.h>

using namespace prun;

namespace {

enum Verdict { Nobody, Adds, Replaces };

/// In the text form of Windows: BA are the Administrators, SY is SYSTEM, BU are the users, AU who
/// is logged in, WD everybody, CO who makes a file.
constexpr auto kSomebody = "S-1-5-21-1-2-3-1001";
constexpr auto kInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

} // namespace

class TestAccessLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void owners_data();
    void owners();
    void noDescriptor();
    void ownFile();
    void absentFile();
};

void TestAccessLists::verdicts_data()
{
    QTest::addColumn<QByteArray>("list"); // without the owner, who is SOMEBODY
    QTest::addColumn<int>("verdict");
    const auto row = [](const char *name, const char *list, Verdict verdict) {
        QTest::newRow(name) << QByteArray(list) << static_cast<int>(verdict);
    };
    row("a folder in Program Files",
        "D:PAI(A;;FA;;;INSTALLER)(A;CIIO;GA;;;INSTALLER)(A;;0x1301bf;;;SY)(A;OICIIO;GA;;;SY)"
        "(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)"
        "(A;OICIIO;GA;;;CO)(A;;0x1200a9;;;S-1-15-2-1)(A;OICIIO;GXGR;;;S-1-15-2-1)",
        Nobody);
    row("a folder of a user", "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;SOMEBODY)", Nobody);
    row("the drive of the system",
        "D:PAI(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"
        "(A;OICI;0x1200a9;;;BU)",
        Adds);
    row("a folder that a user made there",
        "D:AI(A;ID;FA;;;BA)(A;OICIIOID;GA;;;BA)(A;ID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)"
        "(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU)",
        Replaces);
    row("ProgramData",
        "D:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
        "(A;CI;DCLCRPCR;;;BU)",
        Adds);
    row("no list, as on a disk that knows no rights", "", Replaces);
    row("an empty list", "D:", Nobody);
    row("everybody may read", "D:(A;;FRFX;;;WD)", Nobody);
    row("everybody may write", "D:(A;;FW;;;WD)", Adds);
    row("everybody may do all", "D:(A;;FA;;;WD)", Replaces);
    row("another user may write", "D:(A;;0x2;;;S-1-5-21-1-2-3-1002)", Adds);
    row("another user may append", "D:(A;;0x4;;;S-1-5-21-1-2-3-1002)", Adds);
    row("another user may delete", "D:(A;;SD;;;S-1-5-21-1-2-3-1002)", Replaces);
    row("another user may delete in it", "D:(A;;0x40;;;S-1-5-21-1-2-3-1002)", Replaces);
    row("another user may give rights", "D:(A;;WD;;;S-1-5-21-1-2-3-1002)", Replaces);
    row("another user may become the owner", "D:(A;;WO;;;S-1-5-21-1-2-3-1002)", Replaces);
    row("only for what is made in it", "D:(A;OICIIO;FA;;;WD)", Nobody);
    row("who owns it", "D:(A;;FA;;;S-1-3-4)", Nobody);
    row("everybody, but denied", "D:(D;;FA;;;S-1-5-32-546)(A;;FW;;;WD)", Adds);
    row("denied only", "D:(D;;FA;;;WD)", Nobody);
    row("on a condition", "D:(XA;;FA;;;WD;(Member_of {SID(BA)}))", Replaces);
}

void TestAccessLists::verdicts()
{
    QFETCH(QByteArray, list);
    QFETCH(const int, verdict);
    list.prepend("O:SOMEBODY");
    list.replace("SOMEBODY", kSomebody).replace("INSTALLER", kInstaller);
    const std::optional<FileAccess> access = accessOfDescriptor(QString::fromLatin1(list));
    if (!access && list.contains("XA") && onWine())
        QSKIP("Wine 8 cannot read conditions");
    QVERIFY2(access, list);
    QCOMPARE(access->othersMayWrite, verdict != Nobody);
    QCOMPARE(access->sticky, verdict != Replaces);
}

void TestAccessLists::owners_data()
{
    QTest::addColumn<QString>("owner");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("system");
    const auto row = [](const char *owner, const char *text, bool system) {
        QTest::newRow(owner) << QString::fromLatin1(owner) << QString::fromLatin1(text) << system;
    };
    row("SY", "S-1-5-18", true);
    row("BA", "S-1-5-32-544", true);
    row(kInstaller, kInstaller, true);
    row("BU", "S-1-5-32-545", false);
    row(kSomebody, kSomebody, false);
}

void TestAccessLists::owners()
{
    QFETCH(const QString, owner);
    const auto access = accessOfDescriptor(QStringLiteral("O:%1D:(A;;FA;;;SY)").arg(owner));
    QVERIFY(access);
    QTEST(access->owner, "text");
    QTEST(access->systemOwned, "system");
}

void TestAccessLists::noDescriptor()
{
    QVERIFY(!accessOfDescriptor(QStringLiteral("nonsense")));
    QVERIFY(!accessOfDescriptor(QStringLiteral("D:(A;;FA;;;WD)"))); // nobody's
}

void TestAccessLists::ownFile()
{
    const auto access = fileAccess(QDir::homePath());
    QVERIFY(access);
    QVERIFY(access->owner.startsWith(QLatin1String("S-1-5-")));
    QVERIFY(currentUser().startsWith(QLatin1String("S-1-5-21-")));
    QVERIFY(access->systemOwned || access->owner == currentUser());
}

void TestAccessLists::absentFile()
{
    QVERIFY(!fileAccess(QDir::homePath() + QStringLiteral("/no such file")));
}

QTEST_GUILESS_MAIN(TestAccessLists)
#include "tst_access_lists.moc"
