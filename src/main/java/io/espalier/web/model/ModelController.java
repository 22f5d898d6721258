package io.espalier.web.model;

import static io.espalier.problem.ErrorCode.NOT_FOUND;

import io.espalier.artifact.ArtifactStore;
import io.espalier.artifact.StoredArtifact;
import io.espalier.catalog.DeclaredShapes;
import io.espalier.catalog.Model;
import io.espalier.catalog.ModelRequest;
import io.espalier.catalog.ModelService;
import io.espalier.idempotency.Accepted;
import io.espalier.problem.EspalierException;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/models}. */
@RestController
@RequestMapping("/v1/models")
public final class ModelController implements ModelApi {
  private static final String PATH = "/v1/models";

  private final ModelService models;
  private final ModelGroups groups;
  private final ArtifactStore store;
  private final UploadReader uploads;

  public ModelController(
      ModelService models, ModelGroups groups, ArtifactStore store, UploadReader uploads) {
    this.models = models;
    this.groups = groups;
    this.store = store;
    this.uploads = uploads;
  }

  @Override
  @PostMapping(
      consumes = {
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        "application/onnx",
        "application/x-onnx",
        "application/protobuf",
        "application/x-protobuf",
        MediaType.APPLICATION_FORM_URLENCODED_VALUE,
        MediaType.MULTIPART_FORM_DATA_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<ModelView> upload(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String shape,
      @RequestParam(defaultValue = "") String architecture,
      HttpServletRequest request)
      throws IOException {
    DeclaredShapes shapes = ShapeParameter.of(shape);
    Upload upload = uploads.read(request, name, architecture);
    Accepted<Model> model =
        models.upload(
            new ModelRequest(upload.name(), shapes, upload.architecture()),
            IdempotencyHeader.of(request),
            upload.content());
    return ResponseEntity.created(URI.create(PATH + "/" + model.resource().id()))
        .headers(IdempotencyHeader.replayed(model))
        .body(ModelView.of(model.resource()));
  }

  @Override
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<PageView<ModelView>> list(
      @RequestParam(defaultValue = "0") long limit, @RequestParam(defaultValue = "") String after) {
    PageRequest request = PageRequest.of(ResourceKind.MODEL, limit, after);
    return PageView.response(models.page(request), ModelView::of, PATH, request.limit());
  }

  @Override
  @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  public ModelView get(@PathVariable String id) {
    return ModelView.of(models.find(id));
  }

  @Override
  @GetMapping(path = "/{id}/content", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  public void content(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String part,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Model model = models.find(id);
    StoredArtifact content =
        part.isEmpty() ? model.content().main() : model.content().parts().get(part);
    if (content == null) {
      throw new EspalierException(NOT_FOUND, "The model has no such part.");
    }
    StoredFile file =
        new StoredFile(
            store.path(content.sha256()),
            content,
            MediaType.APPLICATION_OCTET_STREAM_VALUE,
            part.isEmpty() ? model.name() : part);
    new Download(file).send(request, response);
  }

  @Override
  @GetMapping(path = "/{id}/groups", produces = MediaType.APPLICATION_JSON_VALUE)
  public GroupView.All groups(@PathVariable String id) {
    return new GroupView.All(groups.of(models.find(id)));
  }

  @Override
  @DeleteMapping(path = "/{id}")
  public ResponseEntity<Void> delete(@PathVariable String id) {
    models.delete(id);
    return ResponseEntity.noContent().build();
  }
}
