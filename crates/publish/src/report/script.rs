//! The script of pages: it finds questions, shows the columns of a chosen break, and copies tables. Without it everything is there all the same.
//!
//! The page's content security policy names it by its SHA-256, so that nothing else runs.

/// The script.
pub(super) const SCRIPT: &str = include_str!("report.js");

/// What a page may fetch and run.
pub(super) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-5QKArw5ovGpOtECmcQhtrDGJhyqn8G+3RSMxriMagEM='";

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::{POLICY, SCRIPT};

    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    fn base64(bytes: &[u8]) -> String {
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let all = three.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            for place in 0..4 {
                let digit = char::from(DIGITS[(all >> (18 - 6 * place) & 63) as usize]);
                text.push(if place > three.len() { '=' } else { digit });
            }
        }
        text
    }

    #[test]
    fn the_policy_names_the_script() {
        assert_eq!(base64(b"topline!"), "dG9wbGluZSE=");
        assert!(POLICY.contains(&format!("'sha256-{}'", base64(&Sha256::digest(SCRIPT)))));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
