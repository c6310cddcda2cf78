//! What a file says of itself, read from its bytes before anything is decoded: its kind (never from its name), its size in
//! pixels, and how much memory decoding would take. Refuses what is no photo, what is too large, and what is not whole.

use super::{LONGEST_SIDE, MOST_BYTES, MOST_MEMORY, MOST_PIXELS, TextKey};

/// No photo, or a kind that is not taken: SVG, HTML, PDF, video, TIFF, AVIF and everything else.
pub const NOT_A_PHOTO: TextKey = "media-error-kind";
/// It ends too early, or contradicts itself.
pub const BROKEN: TextKey = "media-error-broken";
/// Nothing in it.
pub const EMPTY: TextKey = "media-error-empty";
/// Over [`MOST_BYTES`].
pub const TOO_LARGE: TextKey = "media-error-bytes";
/// Over [`MOST_PIXELS`], [`LONGEST_SIDE`] or [`MOST_MEMORY`].
pub const TOO_MANY_PIXELS: TextKey = "media-error-pixels";

/// More passes than any camera makes; each costs a walk over the whole picture.
const MOST_SCANS: u32 = 64;

/// Kinds of file that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the first picture.
    Png,
    /// WebP; of an animated one the first frame.
    WebP,
    /// GIF; the first frame.
    Gif,
    /// HEIC as phones make it: HEVC in HEIF.
    Heic,
}

impl Kind {
    /// Its content type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
        }
    }

    /// The ending that a saved copy gets.
    pub fn ending(content_type: &str) -> &'static str {
        match content_type {
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/webp" => "webp",
            "image/gif" => "gif",
            "image/heic" => "heic",
            _ => "bin",
        }
    }
}

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Header {
    /// Its kind.
    pub kind: Kind,
    /// Width in pixels as stored, before it is turned upright.
    pub width: u32,
    /// Height in pixels as stored.
    pub height: u32,
}

/// Reads the header and holds it against the limits.
pub fn read(bytes: &[u8]) -> Result<Header, TextKey> {
    if bytes.is_empty() {
        return Err(EMPTY);
    }
    if bytes.len() > MOST_BYTES {
        return Err(TOO_LARGE);
    }
    let (header, memory_per_pixel) = match kind(bytes).ok_or(NOT_A_PHOTO)? {
        Kind::Jpeg => jpeg(bytes)?,
        Kind::Png => png(bytes).ok_or(BROKEN)?,
        Kind::WebP => webp(bytes).ok_or(BROKEN)?,
        Kind::Gif => gif(bytes).ok_or(BROKEN)?,
        Kind::Heic => heic(bytes).ok_or(BROKEN)?,
    };
    let (width, height) = (header.width, header.height);
    if width == 0 || height == 0 {
        return Err(BROKEN);
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE
        || pixels > MOST_PIXELS
        || pixels * memory_per_pixel > MOST_MEMORY
    {
        return Err(TOO_MANY_PIXELS);
    }
    Ok(header)
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        // A file of nothing but 0xff has no 0xd8 and does not come here.
        return Some(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Kind::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Kind::WebP);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some(Kind::Gif);
    }
    is_heic(bytes).then_some(Kind::Heic)
}

/// Walks the segments to the end mark: a JPEG cut anywhere before it is not whole, though decoders would fill it with grey.
fn jpeg(bytes: &[u8]) -> Result<(Header, u64), TextKey> {
    let mut at = 2;
    let mut frame = None;
    let mut scans = 0;
    loop {
        // Bytes between segments do not belong there, but cameras leave some; decoders skip them too.
        while *bytes.get(at).ok_or(BROKEN)? != 0xff {
            at += 1;
        }
        while *bytes.get(at).ok_or(BROKEN)? == 0xff {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        match marker {
            0xd9 => break,
            0x00 | 0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = usize::from(u16_be(bytes, at).ok_or(BROKEN)?);
        if length < 2 || at + length > bytes.len() {
            return Err(BROKEN);
        }
        let body = &bytes[at + 2..at + length];
        at += length;
        match marker {
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xc2 => {
                // A second one could name another size after the limits were held against the first.
                let before = frame.replace((frame_of(body).ok_or(BROKEN)?, marker == 0xc2));
                if before.is_some() {
                    return Err(BROKEN);
                }
            }
            // Lossless, hierarchical and arithmetic JPEG: no phone makes them, no browser shows them.
            0xc3..=0xcf => return Err(NOT_A_PHOTO),
            0xda => {
                scans += 1;
                if frame.is_none() || scans > MOST_SCANS {
                    return Err(BROKEN);
                }
                at = end_of_scan(bytes, at).ok_or(BROKEN)?;
            }
            _ => {}
        }
    }
    let ((width, height), progressive) = frame.filter(|_| scans > 0).ok_or(BROKEN)?;
    // A progressive one is held whole as coefficients, two bytes each, beside the pixels.
    let memory_per_pixel = if progressive { 9 } else { 4 };
    Ok((Header { kind: Kind::Jpeg, width, height }, memory_per_pixel))
}

fn frame_of(body: &[u8]) -> Option<(u32, u32)> {
    let eight_bits = *body.first()? == 8;
    let (height, width) = (u16_be(body, 1)?, u16_be(body, 3)?);
    eight_bits.then_some((width.into(), height.into()))
}

/// Where the next marker stands after the coded data of a scan.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

fn png(bytes: &[u8]) -> Option<(Header, u64)> {
    if u32_be(bytes, 8)? != 13 || bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let (width, height) = (u32_be(bytes, 16)?, u32_be(bytes, 20)?);
    let (depth, colour) = (*bytes.get(24)?, *bytes.get(25)?);
    // Grey and colour may gain transparency from a chunk further on.
    let channels = match colour {
        0 | 4 => 2,
        2 | 3 | 6 => 4,
        _ => return None,
    };
    let memory_per_pixel = channels * if depth == 16 { 2 } else { 1 };
    Some((Header { kind: Kind::Png, width, height }, memory_per_pixel))
}

fn webp(bytes: &[u8]) -> Option<(Header, u64)> {
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    if length.checked_add(8)? > bytes.len() {
        return None;
    }
    let u24 = |at: usize| {
        let b = bytes.get(at..at + 3)?;
        Some(u32::from(b[0]) | u32::from(b[1]) << 8 | u32::from(b[2]) << 16)
    };
    let u14 = |at: usize| {
        Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?) & 0x3fff))
    };
    let (width, height) = match bytes.get(12..16)? {
        b"VP8X" => (u24(24)? + 1, u24(27)? + 1),
        b"VP8 " if bytes.get(23..26)? == [0x9d, 0x01, 0x2a] => (u14(26)?, u14(28)?),
        b"VP8L" if *bytes.get(20)? == 0x2f => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        _ => return None,
    };
    // The frame being decoded, the canvas it is set into, the pixels given out.
    Some((Header { kind: Kind::WebP, width, height }, 10))
}

fn gif(bytes: &[u8]) -> Option<(Header, u64)> {
    let side = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let (width, height) = (side(6)?.into(), side(8)?.into());
    Some((Header { kind: Kind::Gif, width, height }, 9))
}

/// The brands that say HEVC; AVIF and image sequences without it are not taken.
fn is_heic(bytes: &[u8]) -> bool {
    if bytes.get(4..8) != Some(b"ftyp") {
        return false;
    }
    let length = u32_be(bytes, 0).unwrap_or(0) as usize;
    let brands = bytes.get(8..length.min(bytes.len())).unwrap_or(&[]);
    // Between the main brand and the others stands a version.
    let mut brands = brands.chunks_exact(4).enumerate().filter(|(i, _)| *i != 1).map(|(_, b)| b);
    let hevc = |brand: &[u8]| matches!(brand, b"heic" | b"heix" | b"heim" | b"heis");
    match brands.next() {
        Some(main) if hevc(main) => true,
        Some(b"mif1" | b"msf1") => brands.any(hevc),
        _ => false,
    }
}

/// The largest size that any picture in the file says it has; the decoder, kept apart, holds the real one to the limits.
fn heic(bytes: &[u8]) -> Option<(Header, u64)> {
    let sizes = bytes.windows(4).enumerate().filter(|(_, w)| *w == b"ispe");
    let sizes = sizes.filter_map(|(at, _)| Some((u32_be(bytes, at + 8)?, u32_be(bytes, at + 12)?)));
    let (width, height) = sizes.max_by_key(|(w, h)| u64::from(*w) * u64::from(*h))?;
    Some((Header { kind: Kind::Heic, width, height }, 4))
}

fn u16_be(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
