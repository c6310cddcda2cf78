//! HEIC, the usual photo of an iPhone. Its decoder is young, so it works apart: our own program, started as
//! `naboom decode-heic` with an empty environment and, through `prlimit`, a cap on memory and processor time. It reads the
//! file and writes the pixels (PPM), and can do nothing else of worth to whoever takes it over.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::media::model::header::{BROKEN, TOO_MANY_PIXELS};
use crate::media::model::picture::Picture;
use crate::media::model::{MOST_BYTES, MOST_PIXELS, TextKey};

/// It is HEIC, and cannot be decoded here.
pub const NO_HEIC: TextKey = "media-error-heic";

/// The hidden command of our program.
pub const COMMAND: &str = "decode-heic";

/// What the decoder may take: address space in bytes, seconds of processor time. 12 million pixels take 1 s and 0.1 GB,
/// 48 million 8 s and 0.4 GB.
const MEMORY: u64 = 1024 * 1024 * 1024;
const SECONDS: u64 = 10;

/// It is killed after this, whatever it waits for.
const KILLED_AFTER: Duration = Duration::from_secs(20);

/// The decoder's word for "too many pixels".
const EXIT_TOO_MANY_PIXELS: i32 = 3;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that knows [`COMMAND`]: for tests, which are not that program themselves.
pub fn use_program(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Decodes in a process of its own; upright, sRGB, on white.
pub async fn decode(bytes: Bytes) -> Result<Picture, TextKey> {
    match tokio::time::timeout(KILLED_AFTER, ask(bytes)).await {
        Ok(Ok(Answer::Pixels(ppm))) => from_ppm(&ppm).ok_or(BROKEN),
        Ok(Ok(Answer::Refused(key))) => Err(key),
        Ok(Err(error)) => {
            tracing::warn!(cause = %error, "the HEIC decoder does not run");
            Err(NO_HEIC)
        }
        // Killed with the future that waited for it.
        Err(_) => Err(BROKEN),
    }
}

enum Answer {
    Pixels(Vec<u8>),
    Refused(TextKey),
}

async fn ask(bytes: Bytes) -> std::io::Result<Answer> {
    let mut child = command()?
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let give = async {
        if let Some(mut stdin) = stdin {
            // A decoder that has seen enough does not read on: no fault of ours.
            let _ = stdin.write_all(&bytes).await;
        }
    };
    let take = async {
        let mut ppm = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(MOST_PIXELS * 3 + 64).read_to_end(&mut ppm).await?;
        }
        Ok::<_, std::io::Error>(ppm)
    };
    let ((), ppm) = tokio::join!(give, take);
    let (ppm, status) = (ppm?, child.wait().await?);
    Ok(match status.code() {
        Some(0) => Answer::Pixels(ppm),
        Some(EXIT_TOO_MANY_PIXELS) => Answer::Refused(TOO_MANY_PIXELS),
        _ => Answer::Refused(NO_HEIC),
    })
}

/// Our program with limits where `prlimit` is installed (it is part of every Debian).
fn command() -> std::io::Result<Command> {
    let program = match PROGRAM.get() {
        Some(program) => program.clone(),
        None => std::env::current_exe()?,
    };
    let prlimit =
        ["/usr/bin/prlimit", "/bin/prlimit"].into_iter().find(|p| PathBuf::from(p).exists());
    let mut command = match prlimit {
        Some(prlimit) => {
            let mut command = Command::new(prlimit);
            command.arg(format!("--as={MEMORY}")).arg(format!("--cpu={SECONDS}"));
            command.args(["--core=0", "--fsize=0", "--nofile=16", "--"]).arg(program);
            command
        }
        None => Command::new(program),
    };
    command.arg(COMMAND).env_clear();
    Ok(command)
}

fn from_ppm(ppm: &[u8]) -> Option<Picture> {
    let mut parts = ppm.splitn(4, |b| b.is_ascii_whitespace());
    let mut number = |magic: Option<&[u8]>| {
        let part = parts.next()?;
        if let Some(magic) = magic {
            return (part == magic).then_some(0);
        }
        std::str::from_utf8(part).ok()?.parse::<u32>().ok()
    };
    number(Some(b"P6"))?;
    let (width, height) = (number(None)?, number(None)?);
    let rgb = parts.next()?.strip_prefix(b"255\n")?;
    Picture::from_rgb(width, height, rgb.to_vec())
}

/// The child's whole life: `main` calls it before anything else is started, and ends with what it returns.
pub fn child() -> std::process::ExitCode {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    if std::io::stdin().lock().take(most).read_to_end(&mut bytes).is_err() {
        return 2.into();
    }
    let options = heifer::Options { max_threads: 1, max_pixels: MOST_PIXELS };
    // A profile that cannot be used leaves the colours as they are, as for the other kinds.
    let image = heifer::decode_srgb_rgba8(&bytes, &options)
        .or_else(|_| heifer::decode_rgba8(&bytes, &options));
    let Ok(image) = image else { return 2.into() };
    if u64::from(image.width) * u64::from(image.height) > MOST_PIXELS {
        return u8::try_from(EXIT_TOO_MANY_PIXELS).unwrap_or(2).into();
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut write = || {
        write!(out, "P6\n{} {}\n255\n", image.width, image.height)?;
        for pixel in image.data.chunks_exact(4) {
            let alpha = if image.has_alpha { u32::from(pixel[3]) } else { 255 };
            let mix = |c: u8| {
                u8::try_from((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255)
                    .unwrap_or(255)
            };
            out.write_all(&[mix(pixel[0]), mix(pixel[1]), mix(pixel[2])])?;
        }
        out.flush()
    };
    if write().is_ok() { 0.into() } else { 2.into() }
}
