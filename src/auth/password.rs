//! Passwords: Argon2id, length instead of composition rules, the commonest refused. Hashing takes tens of
//! milliseconds of a core, so it runs outside the async threads and only a few at a time.

use std::collections::HashSet;
use std::sync::LazyLock;

use anyhow::Context;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tokio::sync::Semaphore;

/// Hashes computed at once: more would take the cores away from everybody else.
static TURNS: Semaphore = Semaphore::const_new(2);

/// A hash of nobody's password: checked when the account is unknown, so that both take equally long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    Argon2::default().hash_password(b"nobody has this password").expect("plain input").to_string()
});

/// The hash to keep for a password.
pub async fn hash(password: String) -> anyhow::Result<String> {
    let _turn = TURNS.acquire().await?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|h| h.to_string())
            .map_err(|e| anyhow::anyhow!("argon2: {e}"))
    })
    .await
    .context("hashing was cut short")?
}

/// Whether the password fits; without a hash (unknown account) it takes as long and says no.
pub async fn verify(password: String, hash: Option<String>) -> anyhow::Result<bool> {
    let _turn = TURNS.acquire().await?;
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(hash) = PasswordHash::new(&hash) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known
    })
    .await
    .context("checking was cut short")
}

/// Whether the password is among the commonest, in any case and with any digits and signs around it, or a run of one
/// character.
pub fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let one = lower.chars().next();
    COMMON.contains(lower.as_str())
        || COMMON.contains(core)
        || lower.chars().all(|c| Some(c) == one)
}

/// Words of this town and country; the 2 400 passwords of ten characters and more that lists of leaked ones put first
/// (those that Django and zxcvbn carry); and shorter words that people lengthen with digits.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common-passwords.txt").lines().collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let kept = hash("twee rooi fietse".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("twee rooi fietse".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("twee rooi fiets".into(), Some(kept)).await.unwrap());
        assert!(!verify("nobody has this password".into(), None).await.unwrap());
    }

    #[test]
    fn common_passwords_are_refused_in_any_case() {
        assert!(is_common("Password123"));
        assert!(is_common("aaaaaaaaaaaa"));
        assert!(is_common("Naboom-2026!"));
        assert!(is_common("1029384756"));
        assert!(!is_common("die bobbejaan klim die berg"));
    }
}
