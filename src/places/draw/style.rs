//! The style sheet inside every picture. A style sheet in a picture is inline, which the site forbids, so the picture's own
//! answer allows exactly this one by its digest. Readers without media queries see the light colours.

use std::sync::LazyLock;

use base64::Engine;
use sha2::{Digest, Sha256};

/// Ground, land, built-up; ward line, municipality line with its band; river, railway, roads with their edges; names; marks.
pub const SHEET: &str = concat!(
    ".g{fill:#e6e2d5}.l{fill:#f7f4ec}.b{fill:#ece2cd}.wa{fill:#b5d3e4}.pk{fill:#dcead0}.bd{fill:#ddd3bf}",
    ".pa{fill:none;stroke:#b8a684;stroke-dasharray:3 2}.tu{font-size:11px}",
    ".w,.o,.ob,.rv,.ra,.rd,.s,.sc,.r,.rc,.n,.nc,.x,.xh{fill:none;stroke-linejoin:round;stroke-linecap:round}",
    ".w{stroke:#b3a78a;stroke-dasharray:3 4}.o{stroke:#7d8f76}.ob{stroke:#a9bb9f;stroke-opacity:.35}.f{stop-color:#ece2cd}.fb{fill:url(#f)}",
    ".rv{stroke:#8cbbd8}.ra{stroke:#6d685c}.rd{stroke:#f7f4ec;stroke-dasharray:7 7;stroke-linecap:butt}",
    ".sc{stroke:#cfc5ad}.s{stroke:#fff}.rc{stroke:#ad9761}.r{stroke:#fffaea}.nc{stroke:#b5791c}.n{stroke:#f5bf55}",
    "text{font-family:system-ui,-apple-system,Roboto,\"Noto Sans\",Arial,sans-serif;text-anchor:middle;fill:#2b352e}",
    ".h{stroke:#f7f4ec;stroke-width:3.2;stroke-linejoin:round}",
    ".t1{font-size:16px;font-weight:700;fill:#17201b}.t2{font-size:13.5px;font-weight:700;fill:#17201b}",
    ".t3{font-size:12.5px;font-weight:600}.t4{font-size:11.5px}.t5{font-size:11.5px;fill:#7a3b16}",
    ".ta{font-size:11px;font-style:italic;fill:#665f4b}.tr{font-size:11px;font-style:italic;fill:#2c6288}",
    ".tn{font-size:10.5px;font-weight:700;fill:#fff}.tg{font-size:10.5px;font-weight:700;fill:#17201b}",
    ".tc{font-size:9.5px;text-anchor:end;fill:#4b5449}.ts{font-size:11px;text-anchor:start}",
    ".qn{fill:#14532d;stroke:#f7f4ec}.qr{fill:#fffaf0;stroke:#8a7a4e}",
    ".d{fill:#17201b;stroke:#f7f4ec}.dl{fill:#a4562a;stroke:#f7f4ec}.k{fill:none;stroke:#2b352e;stroke-width:1.6}",
    ".a{fill:#9a2c12;fill-opacity:.2;stroke:#9a2c12;stroke-width:1.6}.p{fill:#9a2c12;stroke:#fff;stroke-width:1.6}",
    ".pd{fill:#fff}.pn{font-size:12.5px;font-weight:700;fill:#fff}",
    ".x{stroke:#17201b;stroke-width:2}.xh{stroke:#fff;stroke-width:5}",
    "@media (prefers-color-scheme:dark){",
    ".wa{fill:#1b3a50}.pk{fill:#1d2f21}.bd{fill:#333d35}.pa{stroke:#5d6558}",
    ".g{fill:#0d120f}.l{fill:#1a221d}.b{fill:#28312a}.f{stop-color:#28312a}.w{stroke:#59665a}.o{stroke:#7f917c}.ob{stroke:#3d4f3d}",
    ".rv{stroke:#33668a}.ra{stroke:#8d968c}.rd{stroke:#1a221d}.sc,.rc,.nc{stroke:#0a0e0b}.s{stroke:#3d483f}.r{stroke:#6f6a55}.n{stroke:#b98727}",
    "text{fill:#d5dcd2}.h{stroke:#121813}.t1,.t2{fill:#f2f5ee}.t5{fill:#e0a57f}.ta{fill:#a5b09f}.tr{fill:#86b9dc}.tg{fill:#f2f5ee}.tc{fill:#a5b09f}",
    ".qn{fill:#1f7a45;stroke:#121813}.qr{fill:#2c352d;stroke:#7f8a78}.d{fill:#f2f5ee;stroke:#121813}.dl{fill:#e0a57f;stroke:#121813}.k{stroke:#d5dcd2}",
    ".a{fill:#ff8a6b;stroke:#ff8a6b}.p{fill:#ff8a6b;stroke:#121813}.pd,.pn{fill:#1c0d08}.x{stroke:#f2f5ee}.xh{stroke:#0a0e0b}}",
);

static CSP: LazyLock<String> = LazyLock::new(|| {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(SHEET));
    format!("default-src 'none'; style-src 'sha256-{digest}'")
});

/// The security header of a picture: its own style sheet and nothing else.
pub fn csp() -> &'static str {
    &CSP
}
