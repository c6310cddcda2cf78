//! The second step: six digits that an app works out from a shared secret and the time (TOTP, RFC 6238 with HMAC-SHA-1 and
//! periods of 30 s: the only kind that every app knows).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Seconds that one code stands.
const PERIOD: i64 = 30;

/// A fresh secret.
pub fn new_secret() -> Vec<u8> {
    rand::random::<[u8; 20]>().to_vec()
}

/// The secret in the letters that people type into an app: base 32 in groups of four.
pub fn secret_text(secret: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut held, mut bits, mut count) = (0u32, 0u32, 0);
    for byte in secret {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            if count > 0 && count % 4 == 0 {
                text.push(' ');
            }
            text.push(char::from(LETTERS[((held >> bits) & 31) as usize]));
            count += 1;
        }
        held &= (1 << bits) - 1;
    }
    text
}

/// The address that an app on the same phone opens.
pub fn secret_link(secret: &[u8], site: &str, login: &str) -> String {
    let encode = |text: &str| -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes())
            .collect::<String>()
            .replace('+', "%20")
    };
    let key = secret_text(secret).replace(' ', "");
    let (site, login) = (encode(site), encode(login));
    format!("otpauth://totp/{site}:{login}?secret={key}&issuer={site}")
}

/// The six digits of one period.
pub fn code_at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("any length is a key");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let bytes = [digest[at] & 127, digest[at + 1], digest[at + 2], digest[at + 3]];
    format!("{:06}", u32::from_be_bytes(bytes) % 1_000_000)
}

/// The period whose code was typed: now, or one before or after, and later than the last one used. None if it is wrong.
pub fn fits(secret: &[u8], typed: &str, now: i64, last_step: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let step = now / PERIOD;
    let is_it = |s: &i64| bool::from(code_at(secret, *s).as_bytes().ct_eq(digits.as_bytes()));
    [step - 1, step, step + 1].into_iter().filter(is_it).find(|s| *s > last_step)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, last six digits.
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_at(SECRET, time / 30), code);
        }
        assert_eq!(secret_text(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn a_code_works_once_and_only_about_its_time() {
        let now = 1_111_111_109;
        let code = code_at(SECRET, now / 30);
        let step = fits(SECRET, &format!(" {} {}", &code[..3], &code[3..]), now, 0).unwrap();
        assert_eq!(fits(SECRET, &code, now, step), None, "used");
        assert!(fits(SECRET, &code, now + 30, 0).is_some());
        assert_eq!(fits(SECRET, &code, now + 90, 0), None);
        assert_eq!(fits(SECRET, "", now, 0), None);
        assert_eq!(fits(SECRET, "12345", now, 0), None);
    }
}
