//! What the modules of Node.js need and JavaScript cannot do itself: digests.

use hmac::{Hmac, KeyInit, Mac};
use sha2::digest::{Digest, DynDigest};

/// The digest of this name; none when there is no such digest.
pub(super) fn hash(name: &str, data: &[u8]) -> Option<Vec<u8>> {
    fn of(mut digest: impl DynDigest, data: &[u8]) -> Vec<u8> {
        digest.update(data);
        Box::new(digest).finalize().into_vec()
    }
    Some(match name {
        "sha256" => of(sha2::Sha256::new(), data),
        "sha512" => of(sha2::Sha512::new(), data),
        "sha384" => of(sha2::Sha384::new(), data),
        "sha1" => of(sha1::Sha1::new(), data),
        "md5" => of(md5::Md5::new(), data),
        _ => return None,
    })
}

/// The keyed digest of this name.
pub(super) fn hmac(name: &str, key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    fn of<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
        mac.update(data);
        Some(mac.finalize().into_bytes().to_vec())
    }
    match name {
        "sha256" => of::<Hmac<sha2::Sha256>>(key, data),
        "sha512" => of::<Hmac<sha2::Sha512>>(key, data),
        "sha384" => of::<Hmac<sha2::Sha384>>(key, data),
        "sha1" => of::<Hmac<sha1::Sha1>>(key, data),
        "md5" => of::<Hmac<md5::Md5>>(key, data),
        _ => None,
    }
}
