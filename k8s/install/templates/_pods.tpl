{{/* What all pods have in common. */}}

{{/* (dict "root" $ "component" "…" "settings" .Values.controlPlane) */}}
{{- define "modeenvoy.podMetadata" -}}
labels:
  {{- include "modeenvoy.podLabels" . | nindent 2 }}
  {{- with .settings.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (deepCopy .settings.podAnnotations) (deepCopy (.annotations | default dict)) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "modeenvoy.scheduling" -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .settings.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml .settings.topologySpreadConstraints | nindent 2 }}
{{- else if .spread }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "modeenvoy.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Environment of the program: (dict "settings" …) */}}
{{- define "modeenvoy.env" -}}
- {name: MODEENVOY_LOG, value: {{ .settings.logLevel | quote }}}
{{- with .settings.javaOptions }}
- {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{- with .settings.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Probes of the program's own port for them: alive, ready, and time for a start with many objects. (dict "loopback" true) on the nodes' own network. */}}
{{- define "modeenvoy.probes" -}}
{{- $at := ternary ", host: 127.0.0.1" "" (.loopback | default false) -}}
startupProbe:
  httpGet: {path: /healthz, port: health{{ $at }}}
  periodSeconds: 1
  failureThreshold: 120
livenessProbe:
  httpGet: {path: /healthz, port: health{{ $at }}}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /readyz, port: health{{ $at }}}
  periodSeconds: 3
  timeoutSeconds: 3
{{- end -}}

{{/*
What the program shows of itself. Probes have a port of their own; the other pages are on loopback, or ask for the token: (dict "root" $ "settings" …
"loopback" true on the nodes' own network).
*/}}
{{- define "modeenvoy.adminArgs" -}}
- --probe-host={{ ternary "127.0.0.1" "0.0.0.0" (.loopback | default false) }}
- --probe-port={{ .settings.probePort }}
{{- if or .root.Values.metrics.open .root.Values.metrics.serviceMonitor.enabled }}
- --probe-metrics
{{- end }}
- --admin-port={{ .settings.adminPort }}
{{- if .root.Values.admin.tokenSecret }}
- --admin-host={{ ternary "127.0.0.1" "0.0.0.0" (.loopback | default false) }}
- --admin-token-file=/admin/token
{{- end }}
{{- end -}}

{{- define "modeenvoy.adminPorts" -}}
- {name: health, containerPort: {{ .settings.probePort }}}
{{- if .root.Values.admin.tokenSecret }}
- {name: admin, containerPort: {{ .settings.adminPort }}}
{{- end }}
{{- end -}}

{{- define "modeenvoy.adminServicePorts" -}}
- {name: health, port: {{ .settings.probePort }}, targetPort: health}
{{- if .root.Values.admin.tokenSecret }}
- {name: admin, port: {{ .settings.adminPort }}, targetPort: admin}
{{- end }}
{{- end -}}

{{- define "modeenvoy.adminMount" -}}
{{- if .Values.admin.tokenSecret }}
- {name: admin-token, mountPath: /admin, readOnly: true}
{{- end }}
{{- end -}}

{{- define "modeenvoy.adminVolume" -}}
{{- if .Values.admin.tokenSecret }}
- name: admin-token
  secret: {secretName: {{ .Values.admin.tokenSecret }}}
{{- end }}
{{- end -}}

{{/* Options of services for the control plane. */}}
{{- define "modeenvoy.adsArgs" -}}
- --server={{ include "modeenvoy.controlPlaneAddress" . }}
- --ads-tls-ca=/tls/ca.crt
- --ads-tls-cert=/tls/tls.crt
- --ads-tls-key=/tls/tls.key
{{- end -}}

{{/* (dict "root" $ "component" "…" "settings" …) */}}
{{- define "modeenvoy.disruption" -}}
{{- if .settings.podDisruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "modeenvoy.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ .settings.podDisruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "modeenvoy.selector" . | nindent 6 }}
{{- end }}
{{- end -}}

{{- define "modeenvoy.autoscaler" -}}
{{- if .settings.autoscaling.enabled }}
{{- if lt (int .settings.autoscaling.maxReplicas) (int .settings.autoscaling.minReplicas) }}
{{- fail (printf "%s.autoscaling.maxReplicas: %d (expected: at least minReplicas, which is %d)" .path (int .settings.autoscaling.maxReplicas) (int .settings.autoscaling.minReplicas)) }}
{{- end }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "modeenvoy.metadata" . | nindent 2 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ include "modeenvoy.name" . }}}
  minReplicas: {{ .settings.autoscaling.minReplicas }}
  maxReplicas: {{ .settings.autoscaling.maxReplicas }}
  metrics:
  - type: Resource
    resource:
      name: cpu
      target: {type: Utilization, averageUtilization: {{ .settings.autoscaling.targetCPUPercent }}}
  behavior:
    # Streams are long: pods that go too early take calls with them.
    scaleDown: {stabilizationWindowSeconds: 300}
{{- end }}
{{- end -}}
