package io.espalier.web.dataset;

import io.espalier.artifact.ArtifactStore;
import io.espalier.catalog.dataset.DatasetLibrary;
import io.espalier.catalog.dataset.DatasetRequest;
import io.espalier.catalog.dataset.DatasetService;
import io.espalier.catalog.dataset.StoredDataset;
import io.espalier.dataset.read.DatasetOptions;
import io.espalier.idempotency.Accepted;
import io.espalier.resource.PageRequest;
import io.espalier.resource.ResourceKind;
import io.espalier.web.download.Download;
import io.espalier.web.download.StoredFile;
import io.espalier.web.page.PageView;
import io.espalier.web.upload.IdempotencyHeader;
import io.espalier.web.upload.Upload;
import io.espalier.web.upload.UploadReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/datasets}. */
@RestController
public final class DatasetController implements DatasetApi {
  private static final String PATH = "/v1/datasets";

  private final DatasetService datasets;
  private final DatasetLibrary library;
  private final ArtifactStore store;
  private final UploadReader uploads;

  public DatasetController(DatasetService datasets, DatasetLibrary library, ArtifactStore store) {
    this.datasets = datasets;
    this.library = library;
    this.store = store;
    this.uploads = new UploadReader(datasets.maximumBytes());
  }

  @Override
  @PostMapping(
      path = PATH,
      consumes = {
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/zip",
        "application/x-zip-compressed",
        "text/csv",
        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
        MediaType.MULTIPART_FORM_DATA_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<DatasetView> upload(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String task,
      @RequestParam(defaultValue = "") String preprocess,
      @RequestParam(defaultValue = "") String columns,
      @RequestParam(defaultValue = "0") long seed,
      @RequestParam(defaultValue = "0.8") double trainShare,
      HttpServletRequest request)
      throws IOException {
    DatasetOptions options =
        new DatasetParameters(task, seed, trainShare, preprocess, columns).options();
    Upload upload = uploads.readFileAlone(request, name);
    Accepted<StoredDataset> dataset =
        datasets.upload(
            new DatasetRequest(upload.name(), options),
            IdempotencyHeader.of(request),
            upload.content());
    return ResponseEntity.created(URI.create(PATH + "/" + dataset.resource().id()))
        .headers(IdempotencyHeader.replayed(dataset))
        .body(DatasetView.of(dataset.resource()));
  }

  @Override
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<PageView<DatasetView>> list(
      @RequestParam(defaultValue = "0") long limit, @RequestParam(defaultValue = "") String after) {
    PageRequest request = PageRequest.of(ResourceKind.DATASET, limit, after);
    return PageView.response(datasets.page(request), DatasetView::of, PATH, request.limit());
  }

  @Override
  @GetMapping(path = PATH + ":bundled", produces = MediaType.APPLICATION_JSON_VALUE)
  public DatasetView.AllBundled bundled() {
    return new DatasetView.AllBundled(
        library.bundledNames().stream()
            .flatMap(
                name ->
                    library.summary(name).stream()
                        .map(summary -> DatasetView.Bundled.of(name, summary)))
            .toList());
  }

  @Override
  @GetMapping(path = PATH + "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  public DatasetView get(@PathVariable String id) {
    return DatasetView.of(datasets.find(id));
  }

  @Override
  @GetMapping(path = PATH + "/{id}/content", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  public void content(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StoredDataset dataset = datasets.find(id);
    StoredFile file =
        new StoredFile(
            store.path(dataset.content().sha256()),
            dataset.content(),
            MediaType.APPLICATION_OCTET_STREAM_VALUE,
            dataset.name());
    new Download(file).send(request, response);
  }

  @Override
  @DeleteMapping(path = PATH + "/{id}")
  public ResponseEntity<Void> delete(@PathVariable String id) {
    datasets.delete(id);
    return ResponseEntity.noContent().build();
  }
}
