//! Finds the server programs of PostgreSQL on this machine, newest first.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

/// The oldest PostgreSQL that the migrations are written for.
const OLDEST: u32 = 15;

/// The server programs of one PostgreSQL version.
pub(super) struct Programs {
    pub(super) bin: PathBuf,
}

impl Programs {
    /// The newest version installed, or the one that made the cluster in `data`.
    pub(super) fn find(wanted: Option<&str>, data: &Path) -> anyhow::Result<Self> {
        let mut installed: Vec<(u32, PathBuf)> = Vec::new();
        let mut folders = Vec::new();
        for parent in ["/usr/lib/postgresql", "/usr"] {
            for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
                if parent != "/usr" || entry.file_name().to_string_lossy().starts_with("pgsql-") {
                    folders.push(entry.path().join("bin"));
                }
            }
        }
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        for folder in folders {
            if let Some(version) = version(&folder)
                && version >= OLDEST
                && has_postgis(version)
            {
                installed.push((version, folder));
            }
        }
        // Stable: of two folders with the same version the first found stays first.
        installed.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        let found = match wanted {
            Some(wanted) => {
                installed.into_iter().find(|(version, _)| version.to_string() == wanted)
            }
            None => installed.into_iter().next(),
        };
        match (found, wanted) {
            (Some((_, bin)), _) => Ok(Self { bin }),
            (None, Some(wanted)) => bail!(
                "The database in {} was made by PostgreSQL {wanted}, which is not installed now. \
                 Install it again: apt-get install postgresql-{wanted} postgresql-{wanted}-postgis-3",
                data.display()
            ),
            (None, None) => bail!(
                "No PostgreSQL {OLDEST} or newer with PostGIS is installed. Install it:\n  \
                 Debian 12: apt-get install postgresql-15 postgresql-15-postgis-3\n  \
                 Debian 13: apt-get install postgresql-17 postgresql-17-postgis-3\n  \
                 Ubuntu 24.04: apt-get install postgresql-16 postgresql-16-postgis-3\n\
                 or name a database of your own in DATABASE_URL."
            ),
        }
    }
}

/// The major version of the server programs in a folder, if they are there.
fn version(folder: &Path) -> Option<u32> {
    let initdb = folder.join("initdb");
    if !initdb.exists() {
        return None;
    }
    let output = Command::new(initdb).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split(") ").nth(1)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Whether PostGIS is there too; where the extension files are not in Debian's place, the set-up will find out.
fn has_postgis(version: u32) -> bool {
    let extensions = PathBuf::from(format!("/usr/share/postgresql/{version}/extension"));
    !extensions.exists() || extensions.join("postgis.control").exists()
}
