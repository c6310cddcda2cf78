//! Objects as files of a folder. A file appears under its name only when all of it is on the disk.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context;
use bytes::Bytes;
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

use super::{Chunks, Entry};

/// Files being written begin so; a listing leaves them out, and [`Folder::new`] removes those that a crash left behind.
const UNFINISHED: &str = ".unfinished-";

/// How much is read at once.
const CHUNK: usize = 64 * 1024;

/// How many entries one listing gives.
const PAGE: usize = 1000;

/// An unfinished file older than this was left behind by a crash.
const LEFT_BEHIND: std::time::Duration = std::time::Duration::from_secs(3600);

/// The folder.
#[derive(Clone)]
pub struct Folder {
    root: Arc<Path>,
}

impl Folder {
    pub async fn new(root: PathBuf) -> anyhow::Result<Self> {
        blocking(move || {
            fs::create_dir_all(&root)
                .with_context(|| format!("the folder {} cannot be made", root.display()))?;
            Ok(Self { root: root.into() })
        })
        .await
    }

    fn path(&self, key: &str) -> PathBuf {
        self.root.join(key)
    }

    pub async fn put(&self, key: &str, bytes: Bytes) -> anyhow::Result<()> {
        let (root, path) = (self.root.clone(), self.path(key));
        let key = key.to_owned();
        blocking(move || write(&root, &path, &bytes).with_context(|| format!("{key} was not kept")))
            .await
    }

    pub async fn open(&self, key: &str) -> anyhow::Result<Option<(u64, Chunks)>> {
        let Some(file) = found(tokio::fs::File::open(self.path(key)).await)? else {
            return Ok(None);
        };
        let length = file.metadata().await?.len();
        let chunks = futures_util::stream::try_unfold(file.take(length), |mut file| async move {
            let mut chunk = bytes::BytesMut::with_capacity(CHUNK);
            let read = file.read_buf(&mut chunk).await?;
            Ok((read > 0).then(|| (chunk.freeze(), file)))
        });
        Ok(Some((length, Box::pin(chunks))))
    }

    pub async fn get_range(
        &self,
        key: &str,
        start: u64,
        length: u64,
    ) -> anyhow::Result<Option<Bytes>> {
        let path = self.path(key);
        blocking(move || {
            let Some(mut file) = found(File::open(path))? else { return Ok(None) };
            file.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            file.take(length).read_to_end(&mut bytes)?;
            Ok(Some(bytes.into()))
        })
        .await
    }

    pub async fn size(&self, key: &str) -> anyhow::Result<Option<u64>> {
        Ok(found(tokio::fs::metadata(self.path(key)).await)?.map(|m| m.len()))
    }

    pub async fn delete(&self, key: &str) -> anyhow::Result<()> {
        found(tokio::fs::remove_file(self.path(key)).await)?;
        Ok(())
    }

    pub async fn list(&self, prefix: &str, after: &str) -> anyhow::Result<Vec<Entry>> {
        let (root, prefix, after) = (self.root.clone(), prefix.to_owned(), after.to_owned());
        blocking(move || {
            let mut entries = Vec::new();
            walk(&root, "", &prefix, &after, &mut entries)?;
            Ok(entries)
        })
        .await
    }

    pub async fn healthy(&self) -> bool {
        let (root, path) = (self.root.clone(), self.path("healthy"));
        blocking(move || {
            write(&root, &path, b"ok")?;
            Ok(fs::remove_file(&path)?)
        })
        .await
        .is_ok()
    }
}

/// All of it to the disk under another name, then the name, then the folder that holds the name.
fn write(root: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(root);
    make_folder(root, folder)?;
    let unfinished = folder.join(format!("{UNFINISHED}{}", uuid::Uuid::now_v7()));
    let written = (|| {
        let mut file = File::create_new(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Makes a folder below `root` so that it outlives a power cut.
fn make_folder(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.is_dir() || folder == root {
        return Ok(());
    }
    let parent = folder.parent().unwrap_or(root);
    make_folder(root, parent)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => File::open(parent)?.sync_all(),
    }
}

/// Adds what lies below `key` (empty, or ending in `/`) in the order of keys, until a page is full.
fn walk(
    root: &Path,
    key: &str,
    prefix: &str,
    after: &str,
    entries: &mut Vec<Entry>,
) -> io::Result<()> {
    let mut names = Vec::new();
    for item in fs::read_dir(root.join(key))? {
        let item = item?;
        let Ok(name) = item.file_name().into_string() else { continue };
        let folder = item.file_type()?.is_dir();
        if name.starts_with(UNFINISHED) {
            let meta = item.metadata()?;
            let old = meta.modified()?.elapsed().is_ok_and(|age| age > LEFT_BEHIND);
            if old {
                found(fs::remove_file(item.path()))?;
            }
            continue;
        }
        names.push(if folder { format!("{key}{name}/") } else { format!("{key}{name}") });
    }
    names.sort();
    for name in names {
        if entries.len() == PAGE {
            break;
        }
        if name.ends_with('/') {
            let passed = *name < *after && !after.starts_with(&name);
            let apart = !name.starts_with(prefix) && !prefix.starts_with(&name);
            if !passed && !apart {
                walk(root, &name, prefix, after, entries)?;
            }
        } else if *name > *after
            && name.starts_with(prefix)
            && let Some(meta) = found(fs::metadata(root.join(&name)))?
        {
            let written = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            entries.push(Entry { key: name, bytes: meta.len(), written });
        }
    }
    Ok(())
}

/// What is not there is no fault.
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    spawn_blocking(work).await.context("file work was stopped")?
}
