{{/* Names, labels and images. */}}

{{- define "modeenvoy.fullname" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 36 | trimSuffix "-" -}}
{{- end -}}

{{/* (dict "root" $ "component" "control-plane") */}}
{{- define "modeenvoy.name" -}}
{{- printf "%s-%s" (include "modeenvoy.fullname" .root) .component -}}
{{- end -}}

{{/* What selects the pods of a component; never changes. */}}
{{- define "modeenvoy.selector" -}}
app.kubernetes.io/name: modeenvoy
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of pods: none that changes with the version, which would restart what did not change. */}}
{{- define "modeenvoy.podLabels" -}}
{{ include "modeenvoy.selector" . }}
app.kubernetes.io/part-of: modeenvoy
{{- with omit .root.Values.commonLabels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" "app.kubernetes.io/part-of" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "modeenvoy.labels" -}}
{{ include "modeenvoy.podLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* metadata without its key: (dict "root" $ "component" "control-plane" "name" "…" "namespace" "…" "labels" (dict) "annotations" (dict)) */}}
{{- define "modeenvoy.metadata" -}}
name: {{ .name | default (include "modeenvoy.name" .) }}
{{- if not .cluster }}
namespace: {{ .namespace | default .root.Release.Namespace }}
{{- end }}
labels:
  {{- include "modeenvoy.labels" . | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (deepCopy (.annotations | default dict)) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* (dict "root" $ "image" .Values.image "default" "0.1.0") */}}
{{- define "modeenvoy.image" -}}
{{- $name := .image.repository -}}
{{- if .root.Values.imageRegistry }}{{ $name = printf "%s/%s" (trimSuffix "/" .root.Values.imageRegistry) $name }}{{ end -}}
{{- if .image.digest }}{{ printf "%s@%s" $name .image.digest }}{{ else }}{{ printf "%s:%s" $name (.image.tag | default .default) }}{{ end -}}
{{- end -}}

{{- define "modeenvoy.program" -}}
image: {{ include "modeenvoy.image" (dict "root" . "image" .Values.image "default" .Chart.AppVersion) }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end -}}

{{/* The DNS names of a Service: (dict "root" $ "service" "name") */}}
{{- define "modeenvoy.dns" -}}
{{ .service }}.{{ .root.Release.Namespace }}.svc
{{- end -}}

{{- define "modeenvoy.controlPlaneAddress" -}}
{{ include "modeenvoy.dns" (dict "root" . "service" (include "modeenvoy.name" (dict "root" . "component" "control-plane"))) }}:{{ .Values.controlPlane.port }}
{{- end -}}

{{- define "modeenvoy.ledgerAddress" -}}
{{ include "modeenvoy.dns" (dict "root" . "service" (include "modeenvoy.name" (dict "root" . "component" "ledger"))) }}:{{ .Values.ledger.port }}
{{- end -}}

{{- define "modeenvoy.injectionServicesAddress" -}}
{{ include "modeenvoy.dns" (dict "root" . "service" (include "modeenvoy.name" (dict "root" . "component" "injection-services"))) }}:{{ .Values.injection.services.port }}
{{- end -}}

{{/* The fleets with their defaults, as YAML: {edges: [{name, …}]}, sorted by name. */}}
{{- define "modeenvoy.edges" -}}
{{- $edges := list -}}
{{- range $name, $given := .Values.edges -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,18}[a-z0-9])?$" $name) -}}
{{- fail (printf "edges.%s: not a name (expected: up to 20 lower-case letters, digits and hyphens; it becomes a part of names)" $name) -}}
{{- end -}}
{{- $edge := mustMergeOverwrite (deepCopy $.Values.edgeDefaults) (deepCopy ($given | default dict)) -}}
{{- if not $edge.gateway.name -}}
{{- fail (printf "edges.%s.gateway.name: empty (expected: the name of the Gateway whose Envoys these are)" $name) -}}
{{- end -}}
{{- if not $edge.gateway.namespace -}}
{{- $_ := set $edge.gateway "namespace" $.Release.Namespace -}}
{{- end -}}
{{- if and (eq $edge.kind "DaemonSet") $edge.autoscaling.enabled -}}
{{- fail (printf "edges.%s.autoscaling.enabled: true with kind DaemonSet (expected: kind Deployment; a DaemonSet has one pod a node)" $name) -}}
{{- end -}}
{{- if le (int $edge.drain.limitSeconds) (int $edge.drain.noticeSeconds) -}}
{{- fail (printf "edges.%s.drain.limitSeconds: %d (expected: more than noticeSeconds, which is %d)" $name (int $edge.drain.limitSeconds) (int $edge.drain.noticeSeconds)) -}}
{{- end -}}
{{- $taken := list (int $edge.envoy.probePort) (int $edge.services.probePort) (int $edge.services.adminPort) -}}
{{- if ne (len (uniq $taken)) 3 -}}
{{- fail (printf "edges.%s: envoy.probePort, services.probePort, services.adminPort: %v (expected: three different ports)" $name $taken) -}}
{{- end -}}
{{- range $index, $port := $edge.ports -}}
{{- if has (int $port.port) $taken -}}
{{- fail (printf "edges.%s.ports[%d].port: %d is another port of the pod (expected: none of %v)" $name $index (int $port.port) $taken) -}}
{{- end -}}
{{- end -}}
{{- if and (eq $.Values.tls.mode "secrets") (not $edge.tlsSecret) -}}
{{- fail (printf "edges.%s.tlsSecret: empty with tls.mode secrets (expected: the name of a Secret with tls.crt, tls.key and ca.crt)" $name) -}}
{{- end -}}
{{- $_ := set $edge "key" $name -}}
{{- $_ := set $edge "component" (printf "edge-%s" $name) -}}
{{- $edges = append $edges $edge -}}
{{- end -}}
{{ dict "edges" $edges | toYaml }}
{{- end -}}
