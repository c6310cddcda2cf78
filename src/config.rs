//! Every setting of the program: its name in the environment, its default, and one sentence on what it is for.
//! Settings are read once at the start; all mistakes are named together, so that nobody fixes them one by one.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

/// A value that must never reach a log: it prints as `[secret]`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a value that must not be printed.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself; call it only where the value is used.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Where media go when S3-compatible object storage is used instead of a folder.
#[derive(Clone, Debug)]
pub struct S3Config {
    /// `S3_ENDPOINT`: address of the service, e.g. `http://127.0.0.1:3900`.
    pub endpoint: Url,
    /// `S3_REGION`: region name that signatures carry; `garage` or `us-east-1` for most servers.
    pub region: String,
    /// `S3_BUCKET`: one private bucket; media and documents live under prefixes of it.
    pub bucket: String,
    /// `S3_ACCESS_KEY_ID`: public half of the key.
    pub access_key: String,
    /// `S3_SECRET_ACCESS_KEY`: secret half of the key.
    pub secret_key: Secret,
}

/// All settings. Build with [`Config::from_env`], or [`Config::from_map`] in tests.
#[derive(Clone, Debug)]
pub struct Config {
    /// `NABOOM_LISTEN` (`127.0.0.1:8080`): address and port to serve on.
    pub listen: SocketAddr,
    /// `NABOOM_ORIGIN` (`http://` + listen): the site's address as people type it; links in mail use only this.
    pub origin: Url,
    /// `NABOOM_DATA_DIR` (`var`): the embedded database, media and development mail live here.
    pub data_dir: PathBuf,
    /// `DATABASE_URL` (none: the embedded PostgreSQL): connection of the serving role `naboom_app`.
    pub database_url: Option<Secret>,
    /// `DATABASE_OWNER_URL` (none): connection of `naboom_owner`, used by `migrate` and `check` only.
    pub database_owner_url: Option<Secret>,
    /// `DATABASE_CONNECTIONS` (20): most connections this process opens.
    pub database_connections: u32,
    /// `REDIS_URL` (none: no Redis): sessions, limits and wake-ups shared by nodes.
    pub redis_url: Option<Secret>,
    /// `REDIS_CACHE_URL` (as `REDIS_URL`): the user that keeps public answers; see deploy/redis.
    pub redis_cache_url: Option<Secret>,
    /// `REDIS_LIMITS_URL` (as `REDIS_URL`): the user that counts for limits.
    pub redis_limits_url: Option<Secret>,
    /// `REDIS_EVENTS_URL` (as `REDIS_URL`): the user that wakes the other nodes.
    pub redis_events_url: Option<Secret>,
    /// `S3_*` (none: files in the data folder).
    pub s3: Option<S3Config>,
    /// `SMTP_URL` (none: mail is written to `mail/` in the data folder): e.g. `smtps://user:pass@host:465`.
    pub smtp_url: Option<Secret>,
    /// `NABOOM_MAIL_FROM` (`Naboom <naboom@localhost>`): sender of all mail.
    pub mail_from: String,
    /// `NABOOM_SECRET` (made once and kept in the data folder): signs form tokens; at least 32 characters.
    pub secret: Option<Secret>,
    /// `NABOOM_SECRET_BEFORE` (none): the one that was changed; still opens the secrets of second steps.
    pub secret_before: Option<Secret>,
    /// `NABOOM_TRUSTED_PROXIES` (none): networks whose `X-Forwarded-For` is believed, separated by commas.
    pub trusted_proxies: Vec<IpNet>,
    /// `NABOOM_DEFAULT_LANGUAGE` (`en`): when neither cookie nor browser says.
    pub default_lang: String,
    /// `NABOOM_DRAIN` (5; 0 where only this machine reaches the site): seconds that a stopping node goes on serving while
    /// `/readyz` says 503.
    pub drain: Duration,
    /// `NABOOM_LOG` (`info,sqlx=warn`): what to log, in the syntax of tracing's env-filter.
    pub log: String,
    /// `NABOOM_LOG_FORMAT` (`text`): `text` or `json`.
    pub log_json: bool,
    /// `NABOOM_SAMPLE_DATA` (none): folder with real places, areas and sample reports for `naboom seed`.
    pub sample_data: Option<PathBuf>,
    /// `NABOOM_BASEMAP` (none: the project's own sketch): a folder with PMTiles archives, one such file, or `store:` and the
    /// prefix of the archives in the object store.
    pub basemap: Option<String>,
}

impl Config {
    /// Reads `.env` in the working folder, then the environment, which wins. All mistakes come back in one error.
    pub fn from_env() -> anyhow::Result<Self> {
        let mut values = HashMap::new();
        if let Ok(text) = std::fs::read_to_string(".env") {
            for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
            {
                if let Some((name, value)) = line.split_once('=') {
                    let value = value.trim().trim_matches('"').to_owned();
                    values.insert(name.trim().to_owned(), value);
                }
            }
        }
        values.extend(std::env::vars());
        Self::from_map(&values)
    }

    /// The same from a map of names to values.
    pub fn from_map(values: &HashMap<String, String>) -> anyhow::Result<Self> {
        let mut read = Reader { values, mistakes: Vec::new() };
        let listen = read.parse("NABOOM_LISTEN", "127.0.0.1:8080");
        let origin = read.parse("NABOOM_ORIGIN", &format!("http://{listen}"));
        let drain = read.optional("NABOOM_DRAIN");
        let mut config = Self {
            listen: listen.parse().unwrap_or_else(|_| {
                read.wrong("NABOOM_LISTEN", "an address and port such as 127.0.0.1:8080");
                SocketAddr::from(([127, 0, 0, 1], 8080))
            }),
            origin: Url::parse(&origin).unwrap_or_else(|_| {
                read.wrong("NABOOM_ORIGIN", "an address such as https://naboom.example");
                Url::parse("http://localhost").expect("a constant")
            }),
            data_dir: PathBuf::from(read.parse("NABOOM_DATA_DIR", "var")),
            database_url: read.secret("DATABASE_URL"),
            database_owner_url: read.secret("DATABASE_OWNER_URL"),
            database_connections: read.number("DATABASE_CONNECTIONS", 20),
            redis_url: read.secret("REDIS_URL"),
            redis_cache_url: read.secret("REDIS_CACHE_URL"),
            redis_limits_url: read.secret("REDIS_LIMITS_URL"),
            redis_events_url: read.secret("REDIS_EVENTS_URL"),
            s3: read.s3(),
            smtp_url: read.secret("SMTP_URL"),
            mail_from: read.parse("NABOOM_MAIL_FROM", "Naboom <naboom@localhost>"),
            secret: read.secret("NABOOM_SECRET"),
            secret_before: read.secret("NABOOM_SECRET_BEFORE"),
            trusted_proxies: read.networks("NABOOM_TRUSTED_PROXIES"),
            default_lang: read.parse("NABOOM_DEFAULT_LANGUAGE", "en"),
            drain: Duration::from_secs(read.number("NABOOM_DRAIN", 5).into()),
            log: read.parse("NABOOM_LOG", "info,sqlx=warn,graphile_worker=warn"),
            log_json: read.parse("NABOOM_LOG_FORMAT", "text") == "json",
            sample_data: read.optional("NABOOM_SAMPLE_DATA").map(PathBuf::from),
            basemap: read.optional("NABOOM_BASEMAP"),
        };
        if drain.is_none() && config.is_local() {
            config.drain = Duration::ZERO;
        }
        if config.secret.as_ref().is_some_and(|s| s.expose().len() < 32) {
            read.wrong("NABOOM_SECRET", "at least 32 characters");
        }
        if config.secret.is_none() && !config.listen.ip().is_loopback() {
            read.wrong(
                "NABOOM_SECRET",
                "set when serving beyond this machine (32 characters or more)",
            );
        }
        if read.mistakes.is_empty() {
            return Ok(config);
        }
        anyhow::bail!("settings need attention:\n  {}", read.mistakes.join("\n  "))
    }

    /// Whether cookies are marked Secure and carry the `__Host-` prefix: everywhere but plain http on loopback.
    pub fn secure(&self) -> bool {
        self.origin.scheme() == "https"
            || !matches!(self.origin.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// Whether only this machine can reach the site: it listens on loopback, and is not known by another name that a proxy
    /// would serve. Demo people and the page of development mail exist only then.
    pub fn is_local(&self) -> bool {
        self.listen.ip().is_loopback() && !self.secure()
    }

    /// An absolute address on this site for mail and feeds; `path` begins with `/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin.as_str().trim_end_matches('/'))
    }
}

struct Reader<'a> {
    values: &'a HashMap<String, String>,
    mistakes: Vec<String>,
}

impl Reader<'_> {
    fn optional(&self, name: &str) -> Option<String> {
        self.values.get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
    }

    fn parse(&self, name: &str, default: &str) -> String {
        self.optional(name).unwrap_or_else(|| default.to_owned())
    }

    fn secret(&self, name: &str) -> Option<Secret> {
        self.optional(name).map(Secret::new)
    }

    fn number(&mut self, name: &str, default: u32) -> u32 {
        match self.optional(name).map(|v| v.parse()) {
            None => default,
            Some(Ok(number)) => number,
            Some(Err(_)) => {
                self.wrong(name, "a whole number");
                default
            }
        }
    }

    fn networks(&mut self, name: &str) -> Vec<IpNet> {
        let text = self.parse(name, "");
        let mut networks = Vec::new();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match part
                .parse::<IpNet>()
                .or_else(|_| part.parse::<std::net::IpAddr>().map(IpNet::from))
            {
                Ok(net) => networks.push(net),
                Err(_) => self.wrong(name, "networks such as 10.0.0.0/8, separated by commas"),
            }
        }
        networks
    }

    fn s3(&mut self) -> Option<S3Config> {
        let endpoint = self.optional("S3_ENDPOINT")?;
        let endpoint = match Url::parse(&endpoint) {
            Ok(url) => url,
            Err(_) => {
                self.wrong("S3_ENDPOINT", "an address such as http://127.0.0.1:3900");
                return None;
            }
        };
        let mut need = |name: &str| {
            self.optional(name).unwrap_or_else(|| {
                self.wrong(name, "set when S3_ENDPOINT is");
                String::new()
            })
        };
        Some(S3Config {
            endpoint,
            bucket: need("S3_BUCKET"),
            access_key: need("S3_ACCESS_KEY_ID"),
            secret_key: Secret::new(need("S3_SECRET_ACCESS_KEY")),
            region: self.parse("S3_REGION", "us-east-1"),
        })
    }

    fn wrong(&mut self, name: &str, must_be: &str) {
        self.mistakes.push(format!("{name} must be {must_be}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn all_mistakes_are_named_at_once() {
        let error = Config::from_map(&map(&[
            ("NABOOM_LISTEN", "nowhere"),
            ("DATABASE_CONNECTIONS", "many"),
            ("S3_ENDPOINT", "http://127.0.0.1:3900"),
        ]))
        .unwrap_err()
        .to_string();
        for name in ["NABOOM_LISTEN", "DATABASE_CONNECTIONS", "S3_BUCKET", "S3_SECRET_ACCESS_KEY"] {
            assert!(error.contains(name), "{name} is not named in: {error}");
        }
    }

    #[test]
    fn a_public_address_needs_a_secret() {
        let open = map(&[("NABOOM_LISTEN", "0.0.0.0:8080")]);
        assert!(Config::from_map(&open).unwrap_err().to_string().contains("NABOOM_SECRET"));
        assert!(Config::from_map(&map(&[])).is_ok());
    }

    #[test]
    fn secrets_do_not_print() {
        let config =
            Config::from_map(&map(&[("DATABASE_URL", "postgres://u:hunter2@h/d")])).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
