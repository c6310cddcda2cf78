//! `naboom check`: looks at everything that must be true of a healthy installation, prints a line for each, and says
//! whether all of it is. Meant for a person after an upgrade or a restore, and for a nightly timer.

use sqlx::PgPool;

use crate::app::App;
use crate::config::Config;
use crate::database::missing_migrations;

/// What was found, line by line.
struct Report {
    faults: usize,
}

impl Report {
    fn say(&mut self, good: bool, what: &str) {
        println!("{} {what}", if good { "ok   " } else { "FAULT" });
        self.faults += usize::from(!good);
    }
}

/// Runs every check; `fix` mends what can be mended. True if nothing is wrong.
pub async fn run(app: &App, owner_url: Option<&str>, fix: bool) -> anyhow::Result<bool> {
    let mut report = Report { faults: 0 };
    let missing = missing_migrations(&app.db).await?;
    report.say(missing.is_empty(), &format!("schema: {} migrations missing", missing.len()));
    if !missing.is_empty() {
        return Ok(false);
    }
    settings(&app.config, &mut report);
    role(&app.db, owner_url, &mut report).await?;
    partitions(&app.db, fix, &mut report).await?;
    indexes(&app.db, &mut report).await?;
    history(&app.db, &mut report).await?;
    objects(app, &mut report).await?;
    Ok(report.faults == 0)
}

/// What a site that others can reach needs; the rest is refused at the start.
fn settings(config: &Config, report: &mut Report) {
    if config.is_local() {
        return report.say(true, "settings: for this machine alone");
    }
    report.say(config.origin.scheme() == "https", "NABOOM_ORIGIN begins with https");
    report.say(config.secret.is_some(), "NABOOM_SECRET is set");
    report.say(config.smtp_url.is_some(), "SMTP_URL is set, so that mail goes out");
    report.say(config.database_url.is_some(), "DATABASE_URL names a database that is kept up");
}

/// The serving role must not own the tables, nor be able to change history.
async fn role(db: &PgPool, owner_url: Option<&str>, report: &mut Report) -> anyhow::Result<()> {
    let row = sqlx::query!(
        r#"select current_user::text as "name!",
                  pg_has_role(current_user, c.relowner, 'usage') as "owner!",
                  has_table_privilege('history', 'update') or has_table_privilege('history', 'delete') as "may_change!"
           from pg_class c where c.oid = 'history'::regclass"#
    )
    .fetch_one(db)
    .await?;
    report.say(!row.owner, &format!("serving as {}, which does not own the tables", row.name));
    report.say(!row.may_change, "history can be added to and read, not changed");
    if let Some(url) = owner_url {
        let owner = crate::app::connect(url, 1)?;
        report.say(
            sqlx::query_scalar!("select 1").fetch_one(&owner).await.is_ok(),
            "the owner can connect",
        );
        owner.close().await;
    }
    Ok(())
}

/// The months ahead must have their partitions, or writing stops at midnight.
async fn partitions(db: &PgPool, fix: bool, report: &mut Report) -> anyhow::Result<()> {
    for parent in ["history", "events"] {
        if fix {
            sqlx::query!("select make_partitions($1, now()::date, 3)", parent)
                .fetch_one(db)
                .await?;
        }
        let missing = sqlx::query_scalar!(
            r#"select count(*) as "missing!" from generate_series(0, 1) as m
               where to_regclass('public.' || $1 || to_char(now() + make_interval(months => m), '"_y"YYYY"m"MM')) is null"#,
            parent,
        )
        .fetch_one(db)
        .await?;
        report.say(missing == 0, &format!("{parent}: partitions of this month and the next"));
    }
    Ok(())
}

/// Nobody changed, added or took away a row of history behind the program's back, and every report is what its history
/// says it is. Reads all of it: minutes for a million reports.
async fn history(db: &PgPool, report: &mut Report) -> anyhow::Result<()> {
    let broken = crate::incidents::verify_history(db).await?;
    report.say(broken.is_empty(), "the chain over the history of each report is whole");
    for b in &broken {
        report.say(false, &format!("history of {}, row {}: {}", b.incident, b.seq, b.what));
    }
    let anchors = crate::incidents::verify_anchors(db).await?;
    report.say(anchors.is_empty(), "the daily anchors over history are as written");
    for (partition, day) in &anchors {
        report.say(false, &format!("{partition} is not what its anchor of {day} says"));
    }
    let other = crate::incidents::replay_all(db).await?;
    report.say(other.is_empty(), "every report is what its history says");
    for (reference, fault) in &other {
        report.say(false, &format!("{reference}: {fault}"));
    }
    Ok(())
}

/// Every photo is there, whole and unchanged, and nothing is stored that nobody knows of.
async fn objects(app: &App, report: &mut Report) -> anyhow::Result<()> {
    let checked = match crate::media::check(app).await {
        Ok(checked) => checked,
        Err(error) => {
            report.say(false, &format!("stored objects cannot be read: {error:#}"));
            return Ok(());
        }
    };
    let all_well = checked.faults.is_empty();
    report.say(all_well, &format!("{} stored objects are as their rows say", checked.objects));
    for fault in &checked.faults {
        report.say(false, fault);
    }
    Ok(())
}

/// An index that failed to build is not used and not kept up.
async fn indexes(db: &PgPool, report: &mut Report) -> anyhow::Result<()> {
    let invalid =
        sqlx::query_scalar!(r#"select count(*) as "n!" from pg_index where not indisvalid"#)
            .fetch_one(db)
            .await?;
    report.say(invalid == 0, "every index is valid");
    Ok(())
}
