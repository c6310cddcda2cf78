//! Tests of the door's rules on files made here: every kind, every way up, cut, changed, hostile, and full of metadata.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::cover::Cover;
use super::header::{self, BROKEN, EMPTY, Header, Kind, NOT_A_PHOTO, TOO_LARGE, TOO_MANY_PIXELS};
use super::picture::{Picture, Rendition};
use super::{MOST_BYTES, SIZES, TextKey};

/// Stands in every piece of metadata made here, and must be in no size.
const SECRET: &[u8] = b"S24.5163 E28.7166 Jan van der Merwe";

/// A picture whose four corners differ: red, green, blue, yellow, from the upper left on.
fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [220, 30, 30],
            (false, true) => [30, 180, 30],
            (true, false) => [30, 30, 220],
            (false, false) => [230, 220, 30],
        })
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

fn lossy_webp(image: &RgbImage) -> Vec<u8> {
    let encoder = webp::Encoder::from_rgb(image.as_raw(), image.width(), image.height());
    encoder.encode(80.0).to_vec()
}

/// Every kind that is decoded in this process, small.
pub(super) fn kinds() -> Vec<(Kind, Vec<u8>)> {
    let scene = scene(48, 32);
    vec![
        (Kind::Jpeg, file(scene.clone(), ImageFormat::Jpeg)),
        (Kind::Png, file(scene.clone(), ImageFormat::Png)),
        (Kind::WebP, file(scene.clone(), ImageFormat::WebP)),
        (Kind::WebP, lossy_webp(&scene)),
        (Kind::Gif, file(scene, ImageFormat::Gif)),
    ]
}

/// What the door does, without the doorkeeper.
pub(super) fn open(bytes: &[u8]) -> Result<(Header, Picture), TextKey> {
    let header = header::read(bytes)?;
    Ok((header, Picture::decode(bytes, &header)?))
}

fn refused(bytes: &[u8]) -> Option<TextKey> {
    open(bytes).err()
}

fn renditions(bytes: &[u8]) -> Vec<Rendition> {
    open(bytes).expect("a photo").1.renditions(&Cover::default()).expect("its sizes")
}

/// A size decoded again.
fn shown(rendition: &Rendition) -> RgbImage {
    image::load_from_memory(&rendition.bytes).expect("a picture").into_rgb8()
}

/// An EXIF block with this orientation and the secret in its description.
fn exif(orientation: u16) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x0e, 0x01, 2, 0]);
    block.extend(u32::try_from(SECRET.len()).unwrap().to_le_bytes());
    block.extend(38u32.to_le_bytes());
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0]);
    block.extend(orientation.to_le_bytes());
    block.extend([0, 0, 0, 0, 0, 0]);
    assert_eq!(block.len(), 38);
    block.extend(SECRET);
    block
}

fn segment(marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], &body].concat()
}

/// A JPEG with segments after its first two bytes.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

fn oriented(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    with_segments(jpeg, &[segment(0xe1, &[b"Exif\0\0", &exif(orientation)])])
}

pub(super) fn png_chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length, kind, data, &(!crc).to_be_bytes()].concat()
}

/// A PNG with chunks after its header.
pub(super) fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// A WebP with EXIF, which needs the extended form.
fn with_exif(webp: &[u8], width: u32, height: u32, block: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8], data: &[u8]| {
        let mut chunk = [name, &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat();
        if data.len() % 2 == 1 {
            chunk.push(0);
        }
        chunk
    };
    let side = |n: u32| (n - 1).to_le_bytes()[..3].to_vec();
    let head = [vec![8, 0, 0, 0], side(width), side(height)].concat();
    let body =
        [b"WEBP".to_vec(), chunk(b"VP8X", &head), webp[12..].to_vec(), chunk(b"EXIF", block)]
            .concat();
    [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
}

/// Whether a colour is what was meant, after JPEG.
fn near(a: Rgb<u8>, b: Rgb<u8>) -> bool {
    a.0.iter().zip(b.0).all(|(a, b)| a.abs_diff(b) < 40)
}

fn same_corners(seen: &RgbImage, meant: &RgbImage) -> bool {
    let corner = |image: &RgbImage, right: bool, low: bool| {
        let at = |far: bool, side: u32| if far { side * 3 / 4 } else { side / 4 };
        *image.get_pixel(at(right, image.width()), at(low, image.height()))
    };
    [(false, false), (true, false), (false, true), (true, true)]
        .into_iter()
        .all(|(right, low)| near(corner(seen, right, low), corner(meant, right, low)))
}

/// The scene as a camera stores it that writes this orientation.
fn as_stored(upright: &RgbImage, orientation: u16) -> RgbImage {
    let (w, h) = upright.dimensions();
    let (width, height) = if orientation > 4 { (h, w) } else { (w, h) };
    RgbImage::from_fn(width, height, |column, row| {
        let (x, y) = match orientation {
            1 => (column, row),
            2 => (w - 1 - column, row),
            3 => (w - 1 - column, h - 1 - row),
            4 => (column, h - 1 - row),
            5 => (row, column),
            6 => (w - 1 - row, column),
            7 => (w - 1 - row, h - 1 - column),
            _ => (row, h - 1 - column),
        };
        *upright.get_pixel(x, y)
    })
}

#[test]
fn a_photo_comes_out_upright_whichever_way_the_phone_was_held() {
    let upright = scene(64, 48);
    for orientation in 1..=8 {
        let stored = as_stored(&upright, orientation);
        let (width, height) = stored.dimensions();
        let files = [
            oriented(&file(stored.clone(), ImageFormat::Jpeg), orientation),
            with_chunks(
                &file(stored.clone(), ImageFormat::Png),
                &[png_chunk(b"eXIf", &exif(orientation))],
            ),
            with_exif(&lossy_webp(&stored), width, height, &exif(orientation)),
            with_exif(
                &lossy_webp(&stored),
                width,
                height,
                &[b"Exif\0\0", &exif(orientation)[..]].concat(),
            ),
        ];
        for bytes in files {
            let (header, picture) = open(&bytes).expect("a photo");
            assert_eq!(picture.upright_size(), (64, 48), "{:?} {orientation}", header.kind);
            for made in picture.renditions(&Cover::default()).expect("its sizes") {
                assert_eq!((made.width, made.height), (64, 48));
                let seen = shown(&made);
                assert!(same_corners(&seen, &upright), "{:?} {orientation}", header.kind);
            }
        }
    }
}

#[test]
fn an_orientation_that_does_not_exist_is_left_alone() {
    let upright = scene(64, 48);
    for orientation in [0, 9, 600] {
        let bytes = oriented(&file(upright.clone(), ImageFormat::Jpeg), orientation);
        assert!(same_corners(&shown(&renditions(&bytes)[0]), &upright));
    }
}

#[test]
fn nothing_but_the_pixels_is_left_in_any_size() {
    let scene = scene(400, 300);
    let jpeg = file(scene.clone(), ImageFormat::Jpeg);
    let mut jpeg = with_segments(
        &jpeg,
        &[
            segment(0xe1, &[b"Exif\0\0", &exif(1)]),
            segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", SECRET]),
            segment(0xed, &[b"Photoshop 3.0\08BIM", SECRET]),
            segment(0xfe, &[SECRET]),
        ],
    );
    // A second file, or a page, after the end of the first.
    jpeg.extend([b"PK\x03\x04<script>", SECRET].concat());
    let png = with_chunks(
        &file(scene.clone(), ImageFormat::Png),
        &[
            png_chunk(b"eXIf", &exif(1)),
            png_chunk(b"tEXt", &[b"Comment\0<script>", SECRET].concat()),
            png_chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", SECRET].concat()),
        ],
    );
    let webp = with_exif(&lossy_webp(&scene), 400, 300, &exif(1));
    for bytes in [jpeg, png, webp] {
        assert!(bytes.windows(SECRET.len()).any(|w| w == SECRET));
        for made in renditions(&bytes) {
            for mark in [&SECRET[..9], b"Exif", b"II*\0", b"xmp", b"8BIM", b"script", b"PK\x03\x04"]
            {
                let left = made.bytes.windows(mark.len()).any(|w| w == mark);
                assert!(!left, "{} {}: {}", made.size, made.format, String::from_utf8_lossy(mark));
            }
        }
    }
}

#[test]
fn a_photo_has_three_sizes_within_their_budgets_and_none_larger_than_itself() {
    // Noise is the worst that can be sent.
    let mut seed = 1u32;
    let noise = RgbImage::from_fn(1500, 1200, |_, _| {
        Rgb([(); 3].map(|()| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        }))
    });
    let budgets = [25, 90, 180].map(|kilobytes| kilobytes * 1024);
    let smallest = scene(5, 3);
    for (image, longest) in [(noise, 1500), (scene(700, 500), 700), (smallest, 5)] {
        let made = renditions(&file(image.clone(), ImageFormat::Png));
        for (size, budget) in SIZES.into_iter().zip(budgets) {
            let jpeg = made.iter().find(|m| m.size == size && m.format == "jpeg").expect("a JPEG");
            assert_eq!(jpeg.width.max(jpeg.height), u32::try_from(size).unwrap().min(longest));
            assert!(jpeg.bytes.len() <= budget, "{size}: {} bytes", jpeg.bytes.len());
            if let Some(webp) = made.iter().find(|m| m.size == size && m.format == "webp") {
                assert!(webp.bytes.len() < jpeg.bytes.len());
                assert_eq!((webp.width, webp.height), (jpeg.width, jpeg.height));
            }
        }
    }
}

#[test]
fn every_kind_of_colour_comes_out_right() {
    let upright = scene(64, 48);
    let deep = DynamicImage::ImageRgb8(upright.clone()).into_rgb16();
    for bytes in [
        file(DynamicImage::ImageRgb16(deep), ImageFormat::Png),
        file(upright.clone(), ImageFormat::Gif),
        file(upright.clone(), ImageFormat::WebP),
    ] {
        assert!(same_corners(&shown(&renditions(&bytes)[0]), &upright));
    }
    let grey = DynamicImage::ImageRgb8(upright).into_luma8();
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let seen = shown(&renditions(&file(grey.clone(), format))[0]);
        let Rgb([r, g, b]) = *seen.get_pixel(16, 12);
        assert!(r.abs_diff(g) < 3 && g.abs_diff(b) < 3);
        assert!(r.abs_diff(grey.get_pixel(16, 12).0[0]) < 8);
    }
}

#[test]
fn colours_of_an_iphone_are_brought_to_those_of_the_web() {
    let red = RgbImage::from_pixel(64, 64, Rgb([200, 50, 50]));
    let profile = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    let plain = file(red, ImageFormat::Jpeg);
    let wide = with_segments(&plain, &[segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &profile])]);
    let junk = with_segments(&plain, &[segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", &profile[..90]])]);
    let colour = |bytes: &[u8]| shown(&renditions(bytes)[0]).get_pixel(32, 32).0;
    let [r, g, _] = colour(&wide);
    assert!(r > 208 && g < 40, "{:?}", colour(&wide));
    assert!(near(Rgb(colour(&plain)), Rgb([200, 50, 50])));
    assert_eq!(colour(&junk), colour(&plain));
    for made in renditions(&wide) {
        assert!(!made.bytes.windows(11).any(|w| w == b"ICC_PROFILE"));
    }
}

#[test]
fn what_is_transparent_becomes_white() {
    let mut image = RgbaImage::from_pixel(64, 64, Rgba([200, 0, 0, 255]));
    for x in 0..64 {
        for y in 0..32 {
            image.put_pixel(x, y, Rgba([0, 0, 0, 0]));
        }
    }
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let seen = shown(&renditions(&file(image.clone(), format))[0]);
        assert!(near(*seen.get_pixel(32, 8), Rgb([255, 255, 255])));
        assert!(near(*seen.get_pixel(32, 56), Rgb([200, 0, 0])));
    }
}

#[test]
fn what_is_no_photo_is_refused_by_its_content_whatever_it_is_called() {
    let bad: [&[u8]; 14] = [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.4\n%%EOF",
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        b"BM\x46\0\0\0",
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
        b"\x1a\x45\xdf\xa3webm",
        b"PK\x03\x04",
        b"hello, this is a text",
        &[0xff; 4096],
        b"\xff\x4f\xff\x51",
    ];
    for bytes in bad {
        assert_eq!(refused(bytes), Some(NOT_A_PHOTO), "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(refused(b""), Some(EMPTY));
    assert_eq!(refused(b"GIF89a=/*\0\0*/=1"), Some(BROKEN));
    assert_eq!(refused(&vec![0xff; MOST_BYTES + 1]), Some(TOO_LARGE));
}

#[test]
fn the_brands_of_heic_are_known() {
    let heic = |main: &[u8; 4], other: &[u8; 4], width: u32| {
        let size = [&[0, 0, 0, 20], &b"ispe\0\0\0\0"[..], &width.to_be_bytes(), &[0, 0, 16, 0]];
        [b"\0\0\0\x14ftyp", &main[..], &[0; 4], other, &size.concat()].concat()
    };
    for (main, other) in [(b"heic", b"mif1"), (b"mif1", b"heic"), (b"msf1", b"heix")] {
        let header = header::read(&heic(main, other, 3000)).expect("a photo");
        assert_eq!((header.kind, header.width, header.height), (Kind::Heic, 3000, 4096));
        assert_eq!(header::read(&heic(main, other, 15_000)), Err(TOO_MANY_PIXELS));
    }
    assert_eq!(header::read(b"\0\0\0\x14ftypheic\0\0\0\0mif1"), Err(BROKEN));
}

/// A picture that claims this size and holds next to nothing.
fn claims(kind: Kind, width: u16, height: u16) -> Vec<u8> {
    let (_, bytes) = kinds().into_iter().find(|(k, _)| *k == kind).expect("a kind");
    match kind {
        Kind::Jpeg => {
            let at = bytes.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame") + 5;
            let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
            [&bytes[..at], &size, &bytes[at + 4..]].concat()
        }
        Kind::Png => {
            let size = [u32::from(width).to_be_bytes(), u32::from(height).to_be_bytes()].concat();
            let head = png_chunk(b"IHDR", &[&size[..], &bytes[24..29]].concat());
            [&bytes[..8], &head, &bytes[33..]].concat()
        }
        _ => {
            let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
            [&bytes[..6], &size, &bytes[10..]].concat()
        }
    }
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    for kind in [Kind::Jpeg, Kind::Png, Kind::Gif] {
        for (width, height) in [(65_000, 65_000), (10_000, 9_000), (16_001, 1), (1, 16_001)] {
            let bytes = claims(kind, width, height);
            assert_eq!(header::read(&bytes), Err(TOO_MANY_PIXELS), "{kind:?} {width}x{height}");
        }
        for (width, height) in [(0, 10), (10, 0)] {
            assert_eq!(header::read(&claims(kind, width, height)), Err(BROKEN), "{kind:?}");
        }
    }
}

#[test]
fn a_jpeg_cannot_name_one_size_for_the_limits_and_another_for_the_decoder() {
    let (_, jpeg) = kinds().remove(0);
    let at = jpeg.windows(2).position(|w| w == [0xff, 0xc0]).expect("a frame");
    let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    let frame = &jpeg[at..at + 2 + length];
    let twice = [&jpeg[..at], frame, frame, &jpeg[at + 2 + length..]].concat();
    assert_eq!(refused(&twice), Some(BROKEN));
}

#[test]
fn a_photo_cut_anywhere_is_refused_or_whole() {
    for (kind, bytes) in kinds() {
        for length in 0..bytes.len() {
            let cut = refused(&bytes[..length]);
            // A PNG or GIF that lacks only its end mark still shows all of its picture.
            let may_pass = matches!(kind, Kind::Png | Kind::Gif) && length + 16 > bytes.len();
            assert!(cut.is_some() || may_pass, "{kind:?} cut at {length} of {}", bytes.len());
        }
        assert_eq!(refused(&bytes), None, "{kind:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_change_of_bytes_upsets_the_door(
        which in 0usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (_, mut bytes) = kinds().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok((_, picture)) = open(&bytes) {
            prop_assert!(picture.renditions(&Cover::default()).is_ok());
        }
    }

    #[test]
    fn bytes_of_any_sort_are_refused_without_a_fuss(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = open(&bytes);
        for start in [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 ", b"GIF89a", b"\0\0\0\x18ftypheic"] {
            let _ = open(&[start, &bytes].concat());
        }
    }
}
