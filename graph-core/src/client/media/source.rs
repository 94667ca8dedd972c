//! The sources of uploads.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// The future that [`UploadSource::read`] returns.
pub type SourceFuture<'a> = Pin<Box<dyn Future<Output = io::Result<Bytes>> + Send + 'a>>;

/// The content of an upload. The client reads it range by range, and reads a range again if it has to send the fragment again.
///
/// Implemented for [`Bytes`] and [`FileSource`]. The content must not change during the upload.
///
/// Only with the feature `media`.
///
/// ```
/// use std::ops::Range;
///
/// use graph_core::bytes::Bytes;
/// use graph_core::client::{SourceFuture, UploadSource};
///
/// /// A content of zeros.
/// struct Zeros(u64);
///
/// impl UploadSource for Zeros {
///     fn size(&self) -> u64 {
///         self.0
///     }
///
///     fn read(&self, range: Range<u64>) -> SourceFuture<'_> {
///         Box::pin(async move { Ok(Bytes::from(vec![0; (range.end - range.start) as usize])) })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the source of an upload",
    label = "expected the content: `Bytes`, or a `FileSource`",
    note = "write `FileSource::open(path)?` for a file and `Bytes::from(content)` for content in memory"
)]
pub trait UploadSource: Send + Sync + 'static {
    /// Returns the size of the content in bytes.
    fn size(&self) -> u64;

    /// Returns the bytes in `range`. The range is not empty, and lies within the content.
    ///
    /// # Errors
    /// Fails if the range cannot be read completely.
    fn read(&self, range: Range<u64>) -> SourceFuture<'_>;
}

impl UploadSource for Bytes {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, range: Range<u64>) -> SourceFuture<'_> {
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(self.len());
        let part = self.slice(index(range.start)..index(range.end).max(index(range.start)));
        Box::pin(std::future::ready(Ok(part)))
    }
}

/// A file as the content of an upload. Its ranges are read on the threads that tokio keeps for blocking work.
///
/// Only with the feature `media`.
#[derive(Clone, Debug)]
pub struct FileSource {
    /// The open file. The mutex lets only one read use it at a time, because each read moves the file's cursor.
    file: Arc<Mutex<File>>,
    size: u64,
}

impl FileSource {
    /// Opens a file.
    ///
    /// ```no_run
    /// # fn example() -> std::io::Result<()> {
    /// let video = graph_core::client::FileSource::open("video.mp4")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Fails if the file cannot be opened or its size cannot be read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::new(File::open(path)?)
    }

    /// Wraps a file that is open for reading.
    ///
    /// # Errors
    /// Fails if the size of the file cannot be read.
    pub fn new(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), size })
    }
}

impl UploadSource for FileSource {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, range: Range<u64>) -> SourceFuture<'_> {
        let file = self.file.clone();
        Box::pin(async move { tokio::task::spawn_blocking(move || read_range(&file, range)).await? })
    }
}

fn read_range(file: &Mutex<File>, range: Range<u64>) -> io::Result<Bytes> {
    let length = range.end.saturating_sub(range.start);
    let mut part = Vec::with_capacity(usize::try_from(length).map_err(io::Error::other)?);
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(SeekFrom::Start(range.start))?;
    (&mut *file).take(length).read_to_end(&mut part)?;
    Ok(part.into())
}
