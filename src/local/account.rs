//! The account that the private server runs as, and what it may reach.

use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

/// The account that the server runs as.
pub(super) struct Account {
    /// User and group number of `postgres` when we are root, else none: our own.
    other: Option<(u32, u32)>,
    /// User number of the server.
    uid: u32,
    /// Account names that may connect.
    pub(super) names: Vec<String>,
}

impl Account {
    pub(super) fn current() -> anyhow::Result<Self> {
        let number = |args: &[&str]| -> anyhow::Result<u32> { Ok(id(args)?.parse()?) };
        let (uid, name) = (number(&["-u"])?, id(&["-un"])?);
        if uid != 0 {
            return Ok(Self { other: None, uid, names: vec![name] });
        }
        let postgres =
            number(&["-u", "postgres"]).and_then(|u| Ok((u, number(&["-g", "postgres"])?)));
        let postgres = postgres.context(
            "PostgreSQL does not run as root, and this machine has no account named postgres to run it as. \
             Install the package postgresql, or run Naboom as an ordinary user.",
        )?;
        Ok(Self { other: Some(postgres), uid: postgres.0, names: vec![name, "postgres".into()] })
    }

    /// A command run as this account.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/");
        if let Some((uid, gid)) = self.other {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Makes a file or folder of ours belong to this account.
    pub(super) fn give(&self, path: &Path) -> anyhow::Result<()> {
        if let Some((uid, gid)) = self.other {
            chown(path, Some(uid), Some(gid))?;
        }
        Ok(())
    }

    pub(super) fn can_enter(&self, dir: &Path) -> bool {
        let mut shell = self.command(Path::new("/bin/sh"));
        shell.args(["-c", "cd \"$0\""]).arg(dir).stdin(Stdio::null()).stderr(Stdio::null());
        self.other.is_none() || shell.status().is_ok_and(|status| status.success())
    }

    /// Makes a folder that only this account can open. One that is there already must be such a folder: in `/tmp` somebody
    /// else may have made it.
    pub(super) fn private_folder(&self, path: &Path) -> anyhow::Result<()> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => self.give(path)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let there = fs::symlink_metadata(path)?;
                ensure!(
                    there.is_dir() && there.uid() == self.uid,
                    "{} belongs to somebody else; remove it",
                    path.display()
                );
                fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot make {}", path.display()));
            }
        }
        Ok(())
    }
}

fn id(args: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("id").args(args).output().context("cannot run id")?;
    ensure!(output.status.success(), "id: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_folder_of_somebody_else_is_refused() {
        let account = Account::current().unwrap();
        let error = account.private_folder(Path::new("/usr")).unwrap_err().to_string();
        assert!(error.contains("belongs to somebody else"), "{error}");
    }
}
