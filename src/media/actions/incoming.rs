//! A photo on its way in: small ones in memory, larger ones in a file without a name, so that a hundred phones on a weak
//! signal do not fill the memory.

use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use crate::media::model::MOST_BYTES;

/// More than this goes to the disk.
const IN_MEMORY: usize = 256 * 1024;

/// A photo that has arrived.
pub struct Incoming(Held);

enum Held {
    Memory(Bytes),
    Disk(File),
}

impl From<Bytes> for Incoming {
    fn from(bytes: Bytes) -> Self {
        Self(Held::Memory(bytes))
    }
}

impl Incoming {
    /// All its bytes, in memory.
    pub(super) async fn into_bytes(self) -> std::io::Result<Bytes> {
        match self.0 {
            Held::Memory(bytes) => Ok(bytes),
            Held::Disk(mut file) => {
                let mut bytes = Vec::new();
                file.rewind().await?;
                file.read_to_end(&mut bytes).await?;
                Ok(bytes.into())
            }
        }
    }
}

/// A photo that is arriving.
pub struct Arriving {
    folder: PathBuf,
    memory: BytesMut,
    disk: Option<File>,
    length: usize,
}

impl Arriving {
    /// Nothing yet; `folder` takes what does not stay in memory.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), memory: BytesMut::new(), disk: None, length: 0 }
    }

    /// Bytes so far.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Adds bytes. One byte over the limit is kept, so that the door sees that it is over; the rest is dropped.
    pub async fn add(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let bytes = &bytes[..bytes.len().min(MOST_BYTES + 1 - self.length)];
        self.length += bytes.len();
        if let Some(disk) = &mut self.disk {
            return disk.write_all(bytes).await;
        }
        self.memory.extend_from_slice(bytes);
        if self.memory.len() > IN_MEMORY {
            let mut disk = nameless(&self.folder).await?;
            disk.write_all(&std::mem::take(&mut self.memory)).await?;
            self.disk = Some(disk);
        }
        Ok(())
    }

    /// That was all.
    pub async fn done(self) -> std::io::Result<Incoming> {
        match self.disk {
            None => Ok(Incoming(Held::Memory(self.memory.freeze()))),
            Some(mut disk) => {
                disk.flush().await?;
                Ok(Incoming(Held::Disk(disk)))
            }
        }
    }
}

/// A file that is gone when it is closed, whatever happens.
async fn nameless(folder: &Path) -> std::io::Result<File> {
    tokio::fs::create_dir_all(folder).await?;
    let path = folder.join(uuid::Uuid::now_v7().to_string());
    let mut options = File::options();
    let file = options.read(true).write(true).create_new(true).open(&path).await?;
    tokio::fs::remove_file(&path).await?;
    Ok(file)
}
