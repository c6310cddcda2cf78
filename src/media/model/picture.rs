//! From bytes to pixels and back: decodes one photo within the limits of its header, scales it, turns it upright, brings its
//! colours to sRGB, sets it on white, and writes it anew, so that nothing of the original file but its pixels is left.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::{
    gif::GifDecoder, jpeg::JpegDecoder, jpeg::JpegEncoder, png::PngDecoder, webp::WebPDecoder,
};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, Limits, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::cover::Cover;
use super::header::{BROKEN, Header, Kind, NOT_A_PHOTO, TOO_MANY_PIXELS};
use super::{LONGEST_SIDE, MOST_MEMORY, SIZES, TextKey, fit};

/// Budget of each size in bytes: what it should take, and what it must not pass (UI.md).
const BUDGETS: [(usize, usize); 3] =
    [(15 * 1024, 25 * 1024), (70 * 1024, 90 * 1024), (140 * 1024, 180 * 1024)];

/// JPEG qualities tried until a size fits what it should take; below the last, blocks show.
const GOOD: [u8; 5] = [82, 75, 68, 61, 54];

/// Qualities tried after that until it fits what it must not pass.
const POOR: [u8; 6] = [54, 46, 38, 30, 20, 10];

/// Quality of WebP; about that of JPEG 80 to the eye.
const WEBP_QUALITY: f32 = 74.0;

/// Profiles of cameras take 0.5 to 4 KB, of printers up to 1 MB; a larger one is left unread.
const MOST_PROFILE_BYTES: usize = 1024 * 1024;

/// A decoded photo as stored in its file, and what is still to be done to its pixels.
pub struct Picture {
    pixels: DynamicImage,
    turn: Orientation,
    profile: Option<Vec<u8>>,
}

/// One file made from a photo.
#[derive(Clone, Debug)]
pub struct Rendition {
    /// Which of [`SIZES`].
    pub size: i32,
    /// `jpeg` or `webp`.
    pub format: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Decodes a file whose header was read; HEIC is decoded elsewhere, see [`Picture::from_rgb`].
    pub fn decode(bytes: &[u8], header: &Header) -> Result<Self, TextKey> {
        let bytes = Cursor::new(bytes);
        match header.kind {
            Kind::Jpeg => finish(JpegDecoder::new(bytes).map_err(broken)?, header),
            Kind::Png => finish(PngDecoder::with_limits(bytes, limits()).map_err(broken)?, header),
            Kind::WebP => finish(WebPDecoder::new(bytes).map_err(broken)?, header),
            Kind::Gif => finish(GifDecoder::new(bytes).map_err(broken)?, header),
            Kind::Heic => Err(NOT_A_PHOTO),
        }
    }

    /// A photo from upright sRGB pixels, three bytes each.
    pub fn from_rgb(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let pixels = DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, rgb)?);
        Some(Self { pixels, turn: Orientation::NoTransforms, profile: None })
    }

    /// Width and height in pixels, upright.
    pub fn upright_size(&self) -> (u32, u32) {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        if on_its_side(self.turn) { (height, width) } else { (width, height) }
    }

    /// Every size, as JPEG, and as WebP where that is smaller, with all that is covered.
    pub fn renditions(self, cover: &Cover) -> Result<Vec<Rendition>, TextKey> {
        let mut resizer = Resizer::new();
        let mut made = Vec::new();
        // From the largest down: each is scaled from the one before, which is exact enough and fast.
        let mut upright = None::<RgbImage>;
        for (size, budget) in SIZES.into_iter().zip(BUDGETS).rev() {
            let side = u32::try_from(size).unwrap_or(1);
            let image = match &upright {
                None => self.first(&mut resizer, side, cover)?,
                Some(larger) => {
                    let larger = DynamicImage::ImageRgb8(larger.clone());
                    scaled(&mut resizer, &larger, side)?.into_rgb8()
                }
            };
            made.extend(written(&image, size, budget)?);
            upright = Some(image);
        }
        Ok(made)
    }

    /// How it would look with this covered, as one small JPEG.
    pub fn trial(&self, cover: &Cover) -> Result<Vec<u8>, TextKey> {
        let image = self.first(&mut Resizer::new(), 640, cover)?;
        jpeg(&image, GOOD[1])
    }

    /// Scaled, upright, in sRGB, on white, turned and covered.
    fn first(&self, resizer: &mut Resizer, side: u32, cover: &Cover) -> Result<RgbImage, TextKey> {
        let mut image = scaled(resizer, &self.pixels, side)?;
        image.apply_orientation(self.turn);
        image.apply_orientation(cover.orientation());
        let mut image = on_white(image);
        if let Some(profile) = &self.profile {
            to_srgb(&mut image, profile);
        }
        cover.put_on(&mut image);
        Ok(image)
    }
}

fn finish(mut decoder: impl ImageDecoder, header: &Header) -> Result<Picture, TextKey> {
    // What the limits were held against must be what is decoded.
    if decoder.dimensions() != (header.width, header.height) || decoder.total_bytes() > MOST_MEMORY
    {
        return Err(BROKEN);
    }
    decoder.set_limits(limits()).map_err(broken)?;
    // Metadata that cannot be read does not make a photo unreadable.
    let exif = decoder.exif_metadata().ok().flatten().unwrap_or_default();
    // Some programs write the mark of JPEG's segment into other kinds of file too.
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif);
    let turn = Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.filter(|p| p.len() <= MOST_PROFILE_BYTES);
    let pixels = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok(Picture { pixels, turn, profile })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

fn broken(error: image::ImageError) -> TextKey {
    match error {
        image::ImageError::Limits(_) => TOO_MANY_PIXELS,
        image::ImageError::Unsupported(_) => NOT_A_PHOTO,
        _ => BROKEN,
    }
}

fn on_its_side(turn: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(turn, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn scaled(resizer: &mut Resizer, image: &DynamicImage, side: u32) -> Result<DynamicImage, TextKey> {
    let (width, height) = fit(image.width(), image.height(), side);
    if (width, height) == (image.width(), image.height()) {
        return Ok(image.clone());
    }
    let mut to = DynamicImage::new(width, height, image.color());
    let how = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    resizer.resize(image, &mut to, &how).map_err(|_| BROKEN)?;
    Ok(to)
}

fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (from, to) in image.pixels().zip(flat.pixels_mut()) {
        let [r, g, b, a] = from.0.map(u32::from);
        let mix = |c: u32| u8::try_from((c * a + 255 * (255 - a) + 127) / 255).unwrap_or(255);
        to.0 = [mix(r), mix(g), mix(b)];
    }
    flat
}

/// Brings colours of a wider or other space to what a browser assumes of a file without a profile. A profile that cannot be
/// used leaves them as they are.
fn to_srgb(image: &mut RgbImage, profile: &[u8]) {
    let convert = || {
        let from = ColorProfile::new_from_slice(profile).ok()?;
        if from.color_space != DataColorSpace::Rgb {
            return None;
        }
        let options = TransformOptions::default();
        let to = ColorProfile::new_srgb();
        let transform = from.create_transform_8bit(Layout::Rgb, &to, Layout::Rgb, options).ok()?;
        let mut converted = vec![0; image.as_raw().len()];
        transform.transform(image.as_raw(), &mut converted).ok()?;
        RgbImage::from_raw(image.width(), image.height(), converted)
    };
    // The profile is a stranger's bytes, and its reader is not ours.
    if let Ok(Some(converted)) = catch_unwind(AssertUnwindSafe(convert)) {
        *image = converted;
    }
}

fn written(
    image: &RgbImage,
    size: i32,
    (aim, most): (usize, usize),
) -> Result<Vec<Rendition>, TextKey> {
    let (width, height) = image.dimensions();
    let rendition = |format, bytes| Rendition { size, format, width, height, bytes };
    let tries = GOOD.map(|q| (q, aim)).into_iter().chain(POOR.map(|q| (q, most)));
    let mut best = Vec::new();
    for (quality, limit) in tries {
        best = jpeg(image, quality)?;
        if best.len() <= limit {
            break;
        }
    }
    let webp = webp::Encoder::from_rgb(image.as_raw(), width, height)
        .encode_simple(false, WEBP_QUALITY)
        .ok()
        .map(|bytes| bytes.to_vec())
        .filter(|bytes| bytes.len() < best.len());
    let mut made = vec![rendition("jpeg", best)];
    made.extend(webp.map(|bytes| rendition("webp", bytes)));
    Ok(made)
}

fn jpeg(image: &RgbImage, quality: u8) -> Result<Vec<u8>, TextKey> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8)
        .map_err(|_| BROKEN)?;
    Ok(bytes)
}
