package io.espalier.web.uploadset;

import io.espalier.catalog.Model;
import io.espalier.catalog.ModelRequest;
import io.espalier.idempotency.Accepted;
import io.espalier.upload.UploadRequests;
import io.espalier.upload.UploadService;
import io.espalier.upload.UploadSet;
import io.espalier.web.model.ModelView;
import io.espalier.web.model.ShapeParameter;
import io.espalier.web.upload.ArchitectureText;
import io.espalier.web.upload.FileName;
import io.espalier.web.upload.IdempotencyHeader;
import io.espalier.web.upload.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/uploads}. */
@RestController
@RequestMapping("/v1/uploads")
public final class UploadSetController implements UploadSetApi {
  private static final String PATH = "/v1/uploads";

  private final UploadService uploads;
  private final UploadRequests requests;

  public UploadSetController(UploadService uploads, UploadRequests requests) {
    this.uploads = uploads;
    this.requests = requests;
  }

  @Override
  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<UploadSetView> open(HttpServletRequest request) throws IOException {
    UploadSet set = uploads.open(requests.opening(JsonBody.read(request)));
    return ResponseEntity.created(URI.create(PATH + "/" + set.id())).body(view(set));
  }

  @Override
  @PutMapping(
      path = "/{id}/parts/{*name}",
      consumes = {
        MediaType.APPLICATION_OCTET_STREAM_VALUE,
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_FORM_URLENCODED_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  public UploadSetView put(
      @PathVariable String id, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    return view(uploads.put(id, name.substring(1), request.getInputStream()));
  }

  @Override
  @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  public UploadSetView get(@PathVariable String id) {
    return view(uploads.find(id));
  }

  @Override
  @DeleteMapping(path = "/{id}")
  public ResponseEntity<Void> delete(@PathVariable String id) {
    uploads.delete(id);
    return ResponseEntity.noContent().build();
  }

  @Override
  @PostMapping(
      path = "/{id}:complete",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<ModelView> complete(@PathVariable String id, HttpServletRequest request)
      throws IOException {
    UploadRequests.Completing asked = requests.completing(JsonBody.read(request));
    ModelRequest model =
        new ModelRequest(
            FileName.inert("/name", asked.name().isEmpty() ? asked.main() : asked.name(), "model"),
            ShapeParameter.of(asked.shape()),
            ArchitectureText.checked("/architecture", asked.architecture()));
    Accepted<Model> made = uploads.complete(id, asked.main(), model, IdempotencyHeader.of(request));
    return ResponseEntity.created(URI.create("/v1/models/" + made.resource().id()))
        .headers(IdempotencyHeader.replayed(made))
        .body(ModelView.of(made.resource()));
  }

  private UploadSetView view(UploadSet set) {
    return UploadSetView.of(set, uploads.limits().idle());
  }
}
