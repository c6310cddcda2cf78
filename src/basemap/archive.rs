//! One map archive in the PMTiles format, version 3: a header, directories of runs of tiles by their number on the Hilbert
//! curve, a description, tiles. Everything is read at the place that is asked for; nothing but the header, the first
//! directory and the description is held. What an archive says of itself is not believed: every length and offset is checked.

use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use serde_json::Value;

use crate::files::Files;

/// Length of the header in bytes.
const HEADER: usize = 127;

/// A directory or description longer than this, packed or unpacked, is refused.
const MOST_PART: u64 = 16 * 1024 * 1024;

/// A tile longer than this, packed or unpacked, is refused.
const MOST_TILE: u64 = 4 * 1024 * 1024;

/// Directories lead to directories this often at most.
const DEEPEST: usize = 4;

/// Where the bytes are.
#[derive(Clone)]
enum Store {
    File(Arc<std::fs::File>),
    Object(Files, String),
}

/// One entry of a directory.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    tile: u64,
    run: u64,
    length: u64,
    offset: u64,
}

/// An archive of vector tiles that is open for reading.
pub struct Archive {
    /// Its name in addresses: the file's name without ending.
    pub name: String,
    /// Length in bytes.
    pub length: u64,
    /// Changes whenever the archive does; part of every ETag.
    pub tag: String,
    /// Smallest zoom with tiles.
    pub min_zoom: u8,
    /// Largest zoom with tiles.
    pub max_zoom: u8,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// Whether tiles are stored packed with gzip; else as they are.
    pub gzip: bool,
    /// Whom to name under the map, in plain words.
    pub attribution: String,
    /// Names of the layers.
    pub layers: Vec<String>,
    store: Store,
    root: Vec<Entry>,
    packed: bool,
    leaves: (u64, u64),
    tiles: (u64, u64),
}

impl Archive {
    /// Opens a file.
    pub async fn open_file(path: &Path) -> anyhow::Result<Self> {
        let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or("").to_owned();
        let owned = path.to_owned();
        let (file, data) = tokio::task::spawn_blocking(move || {
            let file = std::fs::File::open(owned)?;
            let data = file.metadata()?;
            std::io::Result::Ok((file, data))
        })
        .await??;
        let written = data.modified()?.duration_since(std::time::UNIX_EPOCH)?.as_nanos();
        let store = Store::File(Arc::new(file));
        Self::open(name, store, data.len(), &format!("{written}")).await
    }

    /// Opens an object of the store.
    pub async fn open_object(files: &Files, key: &str) -> anyhow::Result<Self> {
        let length = files.size(key).await?.context("it is gone")?;
        let name = key.rsplit('/').next().unwrap_or(key).trim_end_matches(".pmtiles").to_owned();
        Self::open(name, Store::Object(files.clone(), key.to_owned()), length, "").await
    }

    async fn open(name: String, store: Store, length: u64, written: &str) -> anyhow::Result<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        ensure!(
            !name.is_empty() && name.len() <= 60 && name.chars().all(plain),
            "its name may hold a to z, 0 to 9, - and _ only"
        );
        ensure!(length >= HEADER as u64, "it is too short to be a PMTiles archive");
        let header = store.read(0, HEADER as u64).await?;
        ensure!(header.starts_with(b"PMTiles") && header[7] == 3, "it is not PMTiles version 3");
        let long = |at: usize| u64::from_le_bytes(header[at..at + 8].try_into().expect("8 bytes"));
        let degrees = |at: usize| {
            f64::from(i32::from_le_bytes(header[at..at + 4].try_into().expect("4 bytes"))) / 1e7
        };
        let part = |at: usize, most: u64| {
            let (offset, size) = (long(at), long(at + 8));
            let fits = offset.checked_add(size).is_some_and(|end| end <= length);
            ensure!(fits && size <= most, "a part of it lies outside of it");
            Ok((offset, size))
        };
        let packed = match header[97] {
            1 => false,
            2 => true,
            _ => bail!("its directories must be packed with gzip or not at all"),
        };
        let gzip = match header[98] {
            1 => false,
            2 => true,
            _ => bail!("its tiles must be packed with gzip or not at all"),
        };
        ensure!(header[99] == 1, "it does not hold vector tiles");
        let (min_zoom, max_zoom) = (header[100], header[101]);
        ensure!(min_zoom <= max_zoom && max_zoom <= 24, "its zooms are impossible");
        let root = part(8, MOST_PART)?;
        let about = part(24, MOST_PART)?;
        let (leaves, tiles) = (part(40, u64::MAX)?, part(56, u64::MAX)?);
        let raw = store.read(root.0, root.1).await?;
        let described = unpack(&store.read(about.0, about.1).await?, packed, MOST_PART)?;
        let described: Value = serde_json::from_slice(&described).unwrap_or_default();
        let layers = described["vector_layers"].as_array().into_iter().flatten();
        let tag = crate::ids::token_hash(&format!("{length} {written} {header:?} {raw:?}"));
        Ok(Self {
            tag: tag.iter().take(6).map(|b| format!("{b:02x}")).collect(),
            min_zoom,
            max_zoom,
            bounds: [degrees(102), degrees(106), degrees(110), degrees(114)],
            gzip,
            attribution: plain_words(described["attribution"].as_str().unwrap_or("")),
            layers: layers.filter_map(|l| l["id"].as_str()).map(str::to_owned).take(64).collect(),
            root: directory(&unpack(&raw, packed, MOST_PART)?)?,
            name,
            length,
            store,
            packed,
            leaves,
            tiles,
        })
    }

    /// Whether it holds a layer of this name.
    pub fn has(&self, layer: &str) -> bool {
        self.layers.iter().any(|l| l == layer)
    }

    /// Whether a point lies in the bounds.
    pub fn covers(&self, lon: f64, lat: f64) -> bool {
        let [west, south, east, north] = self.bounds;
        (west..=east).contains(&lon) && (south..=north).contains(&lat)
    }

    /// A part of the archive as it is; ends where the archive does.
    pub async fn raw(&self, offset: u64, length: u64) -> anyhow::Result<Bytes> {
        self.store.read(offset, length.min(self.length.saturating_sub(offset))).await
    }

    /// A tile as it is stored, or none. Impossible numbers are no tile.
    pub async fn tile(&self, z: u8, x: u32, y: u32) -> anyhow::Result<Option<Bytes>> {
        let Some(wanted) = number(z, x, y).filter(|_| (self.min_zoom..=self.max_zoom).contains(&z))
        else {
            return Ok(None);
        };
        let mut found = lookup(&self.root, wanted);
        for _ in 0..DEEPEST {
            let Some(entry) = found else { return Ok(None) };
            if entry.run > 0 {
                let bytes = self.part(self.tiles, entry, MOST_TILE).await?;
                return Ok(Some(bytes).filter(|b| !b.is_empty()));
            }
            let leaf = self.part(self.leaves, entry, MOST_PART).await?;
            found = lookup(&directory(&unpack(&leaf, self.packed, MOST_PART)?)?, wanted);
        }
        bail!("its directories lead nowhere")
    }

    /// A tile unpacked.
    pub async fn plain_tile(&self, z: u8, x: u32, y: u32) -> anyhow::Result<Option<Bytes>> {
        let Some(bytes) = self.tile(z, x, y).await? else { return Ok(None) };
        self.unpacked(&bytes).map(Some)
    }

    /// The bytes of a tile as it is stored, unpacked.
    pub fn unpacked(&self, tile: &[u8]) -> anyhow::Result<Bytes> {
        unpack(tile, self.gzip, MOST_TILE)
    }

    async fn part(&self, within: (u64, u64), entry: Entry, most: u64) -> anyhow::Result<Bytes> {
        let end = entry.offset.checked_add(entry.length);
        ensure!(
            entry.length <= most && end.is_some_and(|end| end <= within.1),
            "a tile lies outside of it"
        );
        self.store.read(within.0 + entry.offset, entry.length).await
    }
}

impl Store {
    async fn read(&self, offset: u64, length: u64) -> anyhow::Result<Bytes> {
        if length == 0 {
            return Ok(Bytes::new());
        }
        match self {
            Self::File(file) => {
                let file = file.clone();
                let mut bytes = vec![0; usize::try_from(length)?];
                let read = move || file.read_exact_at(&mut bytes, offset).map(|()| bytes);
                Ok(tokio::task::spawn_blocking(read).await??.into())
            }
            Self::Object(files, key) => {
                let bytes = files.get_range(key, offset, length).await?.context("it is gone")?;
                ensure!(bytes.len() as u64 == length, "it ended early");
                Ok(bytes)
            }
        }
    }
}

fn unpack(bytes: &[u8], packed: bool, most: u64) -> anyhow::Result<Bytes> {
    if !packed {
        return Ok(Bytes::copy_from_slice(bytes));
    }
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut out)?;
    ensure!(out.len() as u64 <= most, "a part of it is larger than it may be");
    Ok(out.into())
}

/// A number in seven bits a byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> anyhow::Result<u64> {
    let mut value = 0u64;
    for at in 0..10 {
        let (first, rest) = bytes.split_first().context("a directory ends early")?;
        *bytes = rest;
        value |= u64::from(first & 0x7f).checked_shl(7 * at).unwrap_or(0);
        if first & 0x80 == 0 {
            return Ok(value);
        }
    }
    bail!("a number in a directory does not end")
}

/// The entries of an unpacked directory, in the order of their tiles.
fn directory(mut bytes: &[u8]) -> anyhow::Result<Vec<Entry>> {
    let count = usize::try_from(varint(&mut bytes)?)?;
    // Every entry takes four bytes at least.
    ensure!(count <= bytes.len() / 4 + 1, "a directory ends early");
    let mut entries = vec![Entry { tile: 0, run: 0, length: 0, offset: 0 }; count];
    let mut tile = 0u64;
    for entry in &mut entries {
        tile = tile.checked_add(varint(&mut bytes)?).context("a directory is not in order")?;
        entry.tile = tile;
    }
    for entry in &mut entries {
        entry.run = varint(&mut bytes)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut bytes)?;
    }
    let mut next = 0u64;
    for entry in &mut entries {
        entry.offset = match varint(&mut bytes)? {
            // Right behind the one before.
            0 => next,
            offset => offset - 1,
        };
        next = entry.offset.checked_add(entry.length).context("a tile lies outside of it")?;
    }
    Ok(entries)
}

/// The entry that holds a tile, or leads to the directory that may.
fn lookup(entries: &[Entry], tile: u64) -> Option<Entry> {
    let at = entries.partition_point(|e| e.tile <= tile).checked_sub(1)?;
    Some(entries[at]).filter(|e| e.run == 0 || tile - e.tile < e.run)
}

/// The number of a tile: all tiles of the zooms before, then the way along the Hilbert curve.
fn number(z: u8, x: u32, y: u32) -> Option<u64> {
    if z > 24 || x >> z != 0 || y >> z != 0 {
        return None;
    }
    let mut number = ((1u64 << (2 * u32::from(z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(x), u64::from(y));
    for bit in (0..z).rev() {
        let side = 1u64 << bit;
        let (right, down) = (u64::from(x & side > 0), u64::from(y & side > 0));
        number += side * side * ((3 * right) ^ down);
        // The curve is turned in the upper half.
        if down == 0 {
            if right == 1 {
                (x, y) =
                    (side.wrapping_sub(1).wrapping_sub(x), side.wrapping_sub(1).wrapping_sub(y));
            }
            (x, y) = (y, x);
        }
    }
    Some(number)
}

/// Words without the marks of HTML, which many archives carry in their attribution.
fn plain_words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside && !c.is_control() => out.push(c),
            _ => {}
        }
    }
    let known =
        [("&copy;", "©"), ("&#169;", "©"), ("&nbsp;", " "), ("&quot;", "\""), ("&amp;", "&")];
    let text = known.into_iter().fold(out, |text, (from, to)| text.replace(from, to));
    text.trim().chars().take(300).collect()
}

#[cfg(test)]
pub(super) mod samples {
    /// A small archive: one directory, these tiles (number, bytes), not packed.
    pub fn archive(tiles: &[(u64, &[u8])], about: &str) -> Vec<u8> {
        let varint = |mut n: u64, out: &mut Vec<u8>| loop {
            let low = (n & 0x7f) as u8;
            n >>= 7;
            out.push(if n > 0 { low | 0x80 } else { low });
            if n == 0 {
                break;
            }
        };
        let mut root = Vec::new();
        varint(tiles.len() as u64, &mut root);
        let mut last = 0;
        for (tile, _) in tiles {
            varint(tile - last, &mut root);
            last = *tile;
        }
        tiles.iter().for_each(|_| varint(1, &mut root));
        tiles.iter().for_each(|(_, bytes)| varint(bytes.len() as u64, &mut root));
        tiles.iter().enumerate().for_each(|(at, _)| varint(u64::from(at == 0), &mut root));
        let data: Vec<u8> = tiles.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        let mut out = b"PMTiles\x03".to_vec();
        let mut at = super::HEADER as u64;
        for length in [root.len(), about.len(), 0, data.len()] {
            out.extend(at.to_le_bytes());
            out.extend((length as u64).to_le_bytes());
            at += length as u64;
        }
        out.extend([0; 24]);
        out.extend([1, 1, 1, 1, 0, 14]);
        for degrees in [27.0, -26.0, 30.0, -23.0] {
            out.extend(((degrees * 1e7) as i32).to_le_bytes());
        }
        out.resize(super::HEADER, 0);
        out.extend(root);
        out.extend(about.as_bytes());
        out.extend(data);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    async fn opened(bytes: &[u8]) -> anyhow::Result<Archive> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town.pmtiles");
        std::fs::write(&path, bytes).unwrap();
        Archive::open_file(&path).await
    }

    #[test]
    fn tiles_are_numbered_along_the_curve() {
        // From the PMTiles specification.
        for ((z, x, y), wanted) in [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3423, 1763), 19_078_479),
        ] {
            assert_eq!(number(z, x, y), Some(wanted), "{z}/{x}/{y}");
        }
        assert_eq!(number(3, 8, 0), None);
    }

    #[tokio::test]
    async fn a_tile_comes_out_as_it_went_in() {
        let about =
            r#"{"attribution":"<a href='x'>&copy; Somebody</a>","vector_layers":[{"id":"roads"}]}"#;
        let whole = samples::archive(&[(0, b"world"), (5, b"corner")], about);
        let archive = opened(&whole).await.unwrap();
        assert_eq!(archive.tile(0, 0, 0).await.unwrap().unwrap(), "world");
        assert_eq!(archive.tile(2, 0, 0).await.unwrap().unwrap(), "corner");
        assert_eq!(archive.tile(2, 1, 0).await.unwrap(), None);
        assert_eq!(archive.tile(15, 0, 0).await.unwrap(), None);
        assert_eq!((archive.attribution.as_str(), archive.name.as_str()), ("© Somebody", "town"));
        assert!(
            archive.has("roads") && archive.covers(28.7, -24.5) && !archive.covers(20.4, -34.0)
        );
        assert_eq!(archive.raw(0, 7).await.unwrap(), "PMTiles");
    }

    #[tokio::test]
    async fn a_broken_archive_is_refused_or_gives_no_tile() {
        let whole = samples::archive(&[(0, b"world"), (5, b"corner")], "{}");
        assert!(
            opened(b"").await.is_err()
                && opened(&whole[..200.min(whole.len() - 20)]).await.is_err()
        );
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut broken = whole.clone();
                broken[at] = value;
                if let Ok(archive) = opened(&broken).await {
                    let _ = archive.tile(2, 0, 0).await;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_directory_brings_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(entries) = directory(&bytes) {
                let _ = lookup(&entries, 7);
            }
        }

        #[test]
        fn every_tile_of_a_zoom_has_its_own_number(x in 0u32..32, y in 0u32..32) {
            let all: std::collections::HashSet<_> =
                (0..32).flat_map(|x| (0..32).map(move |y| number(5, x, y))).collect();
            prop_assert_eq!(all.len(), 1024);
            prop_assert!(all.contains(&number(5, x, y)));
        }
    }
}
