//! The command line: serve, work, migrate, seed, account, check. Each command reads the settings once, starts the private
//! database if no other is named, does its work, and stops what it started.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use naboom::app::App;
use naboom::auth::Role;
use naboom::config::Config;
use naboom::database::Database;
use naboom::i18n::Lang;
use naboom::incidents::actions::Mapping;
use naboom::{accounts, check, incidents, live, places, router, seed, server, worker};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Jobs under way get this long to finish when the program stops.
const FINISH: Duration = Duration::from_secs(10);

#[derive(Parser)]
#[command(name = "naboom", version, about = "Community incident reporting and tracking")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site, and do its jobs.
    Serve(Serve),
    /// Do jobs only.
    Work,
    /// Bring the database to this version.
    Migrate {
        /// Only list what would run.
        #[arg(long)]
        dry_run: bool,
    },
    /// Fill the database: categories, places, areas, sample reports. Safe to repeat.
    Seed {
        /// Folder with sample data; NABOOM_SAMPLE_DATA when left out.
        #[arg(long)]
        from: Option<PathBuf>,
        /// Make the demo people instead and print their passwords. Refused unless listening on loopback.
        #[arg(long, conflicts_with = "incidents")]
        demo: bool,
        /// Add made-up reports until there are N of them, to measure with. Refused unless listening on loopback.
        #[arg(long, value_name = "N")]
        incidents: Option<u64>,
    },
    /// Import reports from CSV or NDJSON. Safe to repeat.
    Import(Import),
    /// The gazetteer.
    #[command(subcommand)]
    Places(Geo),
    /// Wards, suburbs, municipalities.
    #[command(subcommand)]
    Areas(Geo),
    /// People who can sign in.
    #[command(subcommand)]
    Account(Account),
    /// The feed of events that live pages and programs follow.
    #[command(subcommand)]
    Feed(Feed),
    /// Verify schema, partitions, history, stored objects, and that the settings are fit for production.
    Check {
        /// Mend what can be mended: partitions that are missing.
        #[arg(long)]
        fix: bool,
    },
    /// Turn one HEIC photo from standard input into pixels: started by the program itself, with limits.
    #[command(hide = true)]
    DecodeHeic,
}

#[derive(Args)]
struct Import {
    /// `.csv`, or `.ndjson` / `.jsonl` with one object a line.
    file: PathBuf,
    /// JSON that says which of their columns and values are ours (docs/operating.md).
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Only say what would be taken and what refused.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Subcommand)]
enum Account {
    /// Add somebody. Without --password one is made up and printed.
    Add {
        /// E-mail address or cellphone number.
        login: String,
        /// May be given several times: resident, leader, officer, editor, admin.
        #[arg(long = "role", value_parser = role)]
        roles: Vec<Role>,
        #[arg(long, default_value = "")]
        name: String,
        /// Language of their mail.
        #[arg(long, default_value = "en", value_parser = lang)]
        lang: Lang,
        #[arg(long)]
        password: Option<String>,
    },
    /// Replace the roles of somebody; their sessions end.
    Roles {
        login: String,
        #[arg(long = "role", value_parser = role)]
        roles: Vec<Role>,
    },
    /// Give somebody a new password; their sessions end. Without --password one is made up and printed.
    Password {
        login: String,
        #[arg(long)]
        password: Option<String>,
    },
    /// Let somebody in no more; their sessions end at once.
    Disable { login: String },
    /// Let somebody in again.
    Enable { login: String },
    /// Seal the secrets of second steps with NABOOM_SECRET: those that lie open and those under NABOOM_SECRET_BEFORE.
    Seal,
    /// List people.
    List {
        #[arg(long, value_parser = role)]
        role: Option<Role>,
    },
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|()| "one of resident, leader, officer, editor, admin".into())
}

fn lang(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|_| "a language of the site, such as en or af".into())
}

#[derive(Subcommand)]
enum Geo {
    /// Import a file: CSV for places, GeoJSON for areas. Safe to repeat.
    Import {
        /// The file.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
enum Feed {
    /// Begin a new epoch, after the database was restored: whoever follows starts afresh.
    Renew,
}

#[derive(Args)]
struct Serve {
    /// Leave the jobs to `naboom work` on another node.
    #[arg(long)]
    no_worker: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::DecodeHeic) {
        return naboom::media::heic_child();
    }
    match run(cli.command).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("naboom: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    let config = Config::from_env()?;
    log(&config);
    // One provider for all TLS, chosen once; a second call would be refused, and would change nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let database = Database::open(&config).await?;
    let done = tokio::select! {
        done = perform(command, config, &database) => done,
        never = database.keep_up() => match never {},
    };
    database.close().await;
    done
}

async fn perform(
    command: Command,
    config: Config,
    database: &Database,
) -> anyhow::Result<ExitCode> {
    match command {
        Command::Migrate { dry_run } => database.migrate(dry_run).await?,
        Command::Serve(options) => serve(config, database, &options).await?,
        Command::Work => work(config, database).await?,
        Command::Seed { from, demo, incidents } => {
            let app = ready(config, database).await?;
            if demo {
                seed::demo(&app).await?;
            } else if let Some(count) = incidents {
                seed::generate(&app, count).await?;
            } else {
                seed::fill(&app, from.or_else(|| app.config.sample_data.clone()).as_deref())
                    .await?;
            }
        }
        Command::DecodeHeic => {}
        Command::Import(options) => import(&ready(config, database).await?, &options).await?,
        Command::Places(Geo::Import { file, dry_run }) => {
            let app = ready(config, database).await?;
            let file = std::fs::File::open(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            println!("{}", places::import_places(&app, file, dry_run).await?);
        }
        Command::Areas(Geo::Import { file, dry_run }) => {
            let app = ready(config, database).await?;
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            println!("{}", places::import_areas(&app, &text, dry_run).await?);
            if !dry_run {
                let moved = incidents::actions::resettle(&app).await?;
                println!("incidents now in another area: {moved}");
            }
        }
        Command::Account(verb) => account(&ready(config, database).await?, verb).await?,
        Command::Feed(Feed::Renew) => {
            println!("the feed begins epoch {}", database.renew_feed().await?);
        }
        Command::Check { fix } => {
            let app = App::start(config, database.app_url()).await?;
            if !check::run(&app, database.owner_url(), fix).await? {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The app over a database of this version: the private one is brought there, another one must be there.
async fn ready(config: Config, database: &Database) -> anyhow::Result<App> {
    if database.is_private() {
        database.migrate(false).await?;
    }
    let app = App::start(config, database.app_url()).await?;
    let missing = naboom::database::missing_migrations(&app.db).await?;
    if !missing.is_empty() {
        bail!("the database lacks {} migrations: run `naboom migrate` first", missing.len());
    }
    Ok(app)
}

async fn serve(config: Config, database: &Database, options: &Serve) -> anyhow::Result<()> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let app = if database.is_private() {
        let app = ready(config, database).await?;
        seed::fill_if_empty(&app).await?;
        app
    } else {
        // Another database may be away for the moment: the site starts, says so, and comes back with it.
        App::start(config, database.app_url()).await?
    };
    tokio::spawn(live::run(app.clone()));
    let jobs = (!options.no_worker).then(|| tokio::spawn(worker::run(app.clone())));
    println!("Naboom answers at {}", app.config.origin);
    let stop = async {
        let linger = stop_signal(app.config.drain).await;
        // Said twice it means now.
        let now = app.shutdown.clone();
        tokio::spawn(async move {
            stop_signal(Duration::ZERO).await;
            now.cancel();
        });
        linger
    };
    if !server::serve(&app, listener, router::build(&app), stop).await {
        tracing::warn!("some answers were cut off at the stop");
    }
    if let Some(jobs) = jobs {
        let _ = tokio::time::timeout(FINISH, jobs).await;
    }
    app.db.close().await;
    Ok(())
}

async fn account(app: &App, verb: Account) -> anyhow::Result<()> {
    match verb {
        Account::Add { login, roles, name, lang, password } => {
            let (id, password) = accounts::add(app, &login, &name, lang, &roles, password).await?;
            println!("account {id}: {login} signs in with {password}");
        }
        Account::Roles { login, roles } => accounts::set_roles(app, &login, &roles).await?,
        Account::Password { login, password } => {
            let password = accounts::set_password(app, &login, password).await?;
            println!("{login} signs in with {password}");
        }
        Account::Disable { login } => accounts::disable(app, &login, true).await?,
        Account::Enable { login } => accounts::disable(app, &login, false).await?,
        Account::Seal => {
            let (sealed, lost) = accounts::seal_all(app).await?;
            println!("{sealed} sealed; {lost} that no key opens");
        }
        Account::List { role } => {
            for person in accounts::list(app, role).await? {
                let login = person.email.as_deref().or(person.phone.as_deref()).unwrap_or("-");
                println!("{} {login} {}", person.id, person.name);
            }
        }
    }
    Ok(())
}

async fn import(app: &App, options: &Import) -> anyhow::Result<()> {
    let read = |path: &PathBuf| {
        std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let mut mapping = match &options.mapping {
        Some(path) => {
            serde_json::from_reader(read(path)?).context("the mapping is not understood")?
        }
        None => Mapping::default(),
    };
    if mapping.source.is_empty() {
        mapping.source =
            options.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    }
    let csv = options.file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let done =
        incidents::actions::import(app, read(&options.file)?, csv, &mapping, options.dry_run)
            .await?;
    for (row, why) in &done.refused {
        println!("row {row} refused: {why}");
    }
    let would = if options.dry_run { "would be " } else { "" };
    println!(
        "{} {would}new, {} there already, {} refused",
        done.new,
        done.same,
        done.refused.len()
    );
    Ok(())
}

async fn work(config: Config, database: &Database) -> anyhow::Result<()> {
    let app = ready(config, database).await?;
    let stop = app.shutdown.clone();
    tokio::spawn(async move {
        stop_signal(Duration::ZERO).await;
        stop.cancel();
    });
    worker::run(app).await;
    Ok(())
}

/// Returns at Ctrl-C or when a service manager says stop, with how long to go on serving: at a terminal nobody waits.
async fn stop_signal(drain: Duration) -> Duration {
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be listened to");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => Duration::ZERO,
        _ = terminate.recv() => drain,
    }
}

fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json {
        lines.json().init();
    } else {
        lines.with_target(false).init();
    }
}
