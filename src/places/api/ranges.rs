//! A whole archive over HTTP, in ranges or from beginning to end, for readers that know the format themselves.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::basemap::Archive;
use crate::web::respond;

/// Bytes read at once.
const CHUNK: u64 = 256 * 1024;

/// The part that the headers ask for, or everything.
pub fn answer(archive: Arc<Archive>, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", archive.tag);
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let length = archive.length;
    let seen = text(header::IF_NONE_MATCH)
        .is_some_and(|known| known.split(',').any(|k| k.trim().trim_start_matches("W/") == tag));
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|t| t == tag));
    let (status, part) = match (seen, range.map(|r| read(r, length))) {
        (true, _) => (StatusCode::NOT_MODIFIED, None),
        (false, Some(Asked::Part(part))) => (StatusCode::PARTIAL_CONTENT, Some(part)),
        (false, Some(Asked::Nowhere)) => (StatusCode::RANGE_NOT_SATISFIABLE, None),
        (false, Some(Asked::Whole) | None) => (StatusCode::OK, Some(0..=length - 1)),
    };
    let mut response = Response::new(match &part {
        Some(part) => body(archive, part.clone()),
        None => Body::empty(),
    });
    *response.status_mut() = status;
    let out = response.headers_mut();
    let mut set = |name, value: String| {
        out.insert(name, HeaderValue::from_str(&value).expect("hex and numbers"));
    };
    set(header::ETAG, tag);
    set(header::ACCEPT_RANGES, "bytes".into());
    set(header::CACHE_CONTROL, "public, max-age=300".into());
    set(header::CONTENT_TYPE, "application/vnd.pmtiles".into());
    match (status, part) {
        (StatusCode::PARTIAL_CONTENT, Some(part)) => {
            let (first, last) = part.into_inner();
            set(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"));
            set(header::CONTENT_LENGTH, (last - first + 1).to_string());
        }
        (StatusCode::RANGE_NOT_SATISFIABLE, _) => {
            set(header::CONTENT_RANGE, format!("bytes */{length}"));
        }
        _ => {}
    }
    response.extensions_mut().insert(respond::Complete);
    response
}

#[derive(Debug, PartialEq)]
enum Asked {
    Whole,
    Part(RangeInclusive<u64>),
    Nowhere,
}

/// `bytes=0-99`, `bytes=100-` or `bytes=-100`; several ranges at once, or another unit, are answered with everything.
fn read(range: &str, length: u64) -> Asked {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|r| r.trim().split_once('-'))
    else {
        return Asked::Whole;
    };
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..=last.min(length - 1),
        (Ok(first), Err(_)) if last.is_empty() => first..=length - 1,
        (Err(_), Ok(last)) if first.is_empty() && last > 0 => {
            length.saturating_sub(last)..=length - 1
        }
        (Err(_), Ok(0)) if first.is_empty() => return Asked::Nowhere,
        _ => return Asked::Whole,
    };
    if *part.start() < length { Asked::Part(part) } else { Asked::Nowhere }
}

/// Read piece by piece as the reader takes it.
fn body(archive: Arc<Archive>, part: RangeInclusive<u64>) -> Body {
    let (first, last) = part.into_inner();
    Body::from_stream(stream::try_unfold(first, move |at| {
        let archive = archive.clone();
        async move {
            if at > last {
                return Ok(None);
            }
            let piece: Bytes = archive.raw(at, CHUNK.min(last - at + 1)).await?;
            let next = at + piece.len() as u64;
            anyhow::Ok((!piece.is_empty()).then_some((piece, next)))
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (range, wanted) in [
            ("bytes=0-99", Asked::Part(0..=99)),
            ("bytes=100-", Asked::Part(100..=999)),
            ("bytes=-10", Asked::Part(990..=999)),
            ("bytes=-5000", Asked::Part(0..=999)),
            ("bytes=990-5000", Asked::Part(990..=999)),
            ("bytes=1000-", Asked::Nowhere),
            ("bytes=-0", Asked::Nowhere),
            ("bytes=9-3", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("lines=0-1", Asked::Whole),
        ] {
            assert_eq!(read(range, 1000), wanted, "{range}");
        }
    }
}
