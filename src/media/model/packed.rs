//! Text that a photo carries is never unpacked, however small it was packed.

use super::cover::Cover;
use super::samples::{kinds, open, png_chunk, with_chunks};

/// Most memory this process ever held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).expect("a number").parse().expect("a number")
}

#[test]
fn text_packed_into_a_png_is_not_unpacked() {
    // The test runs itself again, alone in a process, because the peak is that of the whole process.
    if let Some(packed) = std::env::var_os("NABOOM_TEST_FILE") {
        let packed = std::fs::read(packed).expect("a file");
        let before = peak();
        let _ = open(&packed).map(|(_, picture)| picture.renditions(&Cover::default()));
        return println!("grew {}", peak() - before);
    }
    // 256 MB of nothing in stored-length zlib blocks would be large; repeated matches make it small.
    let (_, png) = kinds().remove(1);
    let packed = std::process::Command::new("gzip")
        .arg("-9")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .and_then(|mut gzip| {
            let mut to = gzip.stdin.take().expect("a pipe");
            let write = std::thread::spawn(move || {
                for _ in 0..256 {
                    std::io::Write::write_all(&mut to, &[0; 1024 * 1024])?;
                }
                Ok::<_, std::io::Error>(())
            });
            let out = gzip.wait_with_output()?;
            write.join().expect("no panic")?;
            Ok(out.stdout)
        })
        .expect("gzip is on every machine");
    // Without gzip's own head and end, in zlib's: the checksum is never looked at before the text is unpacked.
    let packed = [b"Comment\0\0\x78\xda", &packed[10..packed.len() - 8], &[0; 4]].concat();
    let bomb = with_chunks(&png, &[png_chunk(b"zTXt", &packed)]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bomb.png");
    std::fs::write(&path, &bomb).expect("written");
    let alone = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "--nocapture"])
        .arg("media::model::packed::text_packed_into_a_png_is_not_unpacked")
        .env("NABOOM_TEST_FILE", &path)
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&alone.stdout).into_owned();
    let grew = said
        .lines()
        .find_map(|l| l.split("grew ").nth(1))
        .and_then(|n| n.trim().parse::<u64>().ok());
    assert!(grew.expect("its peak") < 32 * 1024, "{said}");
}
