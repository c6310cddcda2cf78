//! Says what the program carries inside it, so that cargo builds it again when one of these changes, and what to run
//! when the asset step has not been run yet.

fn main() {
    for carried in ["static/dist", "migrations", "locales"] {
        println!("cargo::rerun-if-changed={carried}");
    }
    if !std::path::Path::new("static/dist/manifest.json").exists() {
        println!("cargo::error=static/dist is missing: run ./dev assets");
    }
}
