//! A small file system of a test's own, in a loop-mounted image, that can crash and fill up.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// EXT4_IOC_SHUTDOWN without flushing the journal: what was not synced is lost, as when the power goes.
const SHUTDOWN_PERL: &str = r#"open(my $f, "<", $ARGV[0]) or die "$!\n"; my $how = pack("L", 2);
ioctl($f, 0x8004587D, $how) or die "EXT4_IOC_SHUTDOWN: $!\n";"#;
const SHUTDOWN_PYTHON: &str = "import fcntl,os,struct,sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))";
const UNMOUNTED_WITHIN: Duration = Duration::from_secs(20);

pub struct Image {
    folder: TempDir,
    is_mounted: bool,
}

/// Says on standard error, past the test harness, that a test proves nothing on this machine; or fails where
/// ACCORD_NEEDS_LOOP says that it has to run.
pub fn cannot_run(test: &str, why: &str) {
    let text = format!(
        "\n*** NOT RUN: {test}\n*** It needs root (or sudo without a password), ext4 and a loop device: {why}\n\
         *** Nothing was shown about crashes of the file system. ACCORD_NEEDS_LOOP=1 makes this a failure.\n\n"
    );
    assert!(std::env::var_os("ACCORD_NEEDS_LOOP").is_none(), "{text}");
    std::io::stderr().write_all(text.as_bytes()).expect("standard error");
}

impl Image {
    /// A fresh ext4, mounted; or why this machine cannot have one.
    pub fn make(mebibytes: u64) -> Result<Self, String> {
        let folder = TempDir::new().map_err(|error| error.to_string())?;
        let file = std::fs::File::create(folder.path().join("image")).map_err(|error| error.to_string())?;
        file.set_len(mebibytes << 20).map_err(|error| error.to_string())?;
        std::fs::create_dir(folder.path().join("mounted")).map_err(|error| error.to_string())?;
        let mut image = Image { folder, is_mounted: false };
        run(Command::new(sbin("mkfs.ext4")).args(["-q", "-F", "-m", "0"]).arg(image.file()))?;
        image.try_mount()?;
        Ok(image)
    }

    pub fn at(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    pub fn mount(&mut self) {
        self.try_mount().expect("it was mounted before");
    }

    fn try_mount(&mut self) -> Result<(), String> {
        run(as_root("mount").args(["-t", "ext4", "-o", "loop"]).arg(self.file()).arg(self.at()))?;
        self.is_mounted = true;
        let user = run(Command::new("id").arg("-u"))?;
        run(as_root("chown").arg(String::from_utf8_lossy(&user.stdout).trim()).arg(self.at())).map(drop)
    }

    /// Whoever used it has ended.
    pub fn unmount(&mut self) {
        let until = Instant::now() + UNMOUNTED_WITHIN;
        while let Err(why) = run(as_root("umount").arg(self.at())) {
            assert!(Instant::now() < until, "{why}");
            std::thread::sleep(Duration::from_millis(50));
        }
        self.is_mounted = false;
    }

    /// From now on nothing reaches the disk, and what was not synced never will.
    pub fn crash(&self) {
        let by_perl = run(as_root("perl").args(["-e", SHUTDOWN_PERL]).arg(self.at()));
        let shut_down = by_perl.or_else(|perl| {
            let by_python = run(as_root("python3").args(["-c", SHUTDOWN_PYTHON]).arg(self.at()));
            by_python.map_err(|python| format!("{perl}; {python}"))
        });
        shut_down.expect("the file system is shut down, by perl or python3");
    }

    pub fn free_bytes(&self) -> u64 {
        let answer = run(Command::new("df").args(["--output=avail", "-B1"]).arg(self.at())).expect("df");
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        text.lines().nth(1).and_then(|it| it.trim().parse().ok()).expect("a number of bytes")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("image")
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        if self.is_mounted {
            // A test that failed half-way must not leave a mount behind, even if somebody still uses it.
            let _ = run(as_root("umount").arg("-l").arg(self.at()));
        }
    }
}

fn as_root(program: &str) -> Command {
    let program = sbin(program);
    let is_root = run(Command::new("id").arg("-u")).is_ok_and(|it| it.stdout.starts_with(b"0\n"));
    if is_root {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    sudo.arg("-n").arg(program);
    sudo
}

/// Where a user's PATH does not lead.
fn sbin(program: &str) -> PathBuf {
    let folders = ["/usr/sbin", "/sbin"].map(|it| Path::new(it).join(program));
    folders.into_iter().find(|it| it.exists()).unwrap_or_else(|| program.into())
}

fn run(command: &mut Command) -> Result<Output, String> {
    let words = format!("{command:?}");
    let output = command.output().map_err(|error| format!("{words}: {error}"))?;
    match output.status.success() {
        true => Ok(output),
        false => Err(format!("{words}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}
